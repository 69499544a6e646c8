"""What is known of other systems: catalogues of objects and fields, what fits what, vendors' limits."""
