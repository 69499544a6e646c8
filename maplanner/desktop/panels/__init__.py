"""The panels at the bottom: findings, results, CRM load and history."""
