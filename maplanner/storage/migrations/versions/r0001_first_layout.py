"""The first layout of a plan file: a table per record type, the history, and notes about the file."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    """
    CREATE TABLE work_calendar (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        zone TEXT,
        monday TEXT,
        tuesday TEXT,
        wednesday TEXT,
        thursday TEXT,
        friday TEXT,
        saturday TEXT,
        sunday TEXT,
        "order" REAL,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id)
    )
    """,
    """
    CREATE TABLE holiday (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        calendar TEXT,
        title TEXT,
        day DATE,
        last DATE,
        every_year BOOLEAN,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(calendar) REFERENCES work_calendar (id)
    )
    """,
    """
    CREATE TABLE "plan" (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        owner TEXT,
        currency TEXT,
        start DATE,
        days REAL,
        runs INTEGER,
        seed INTEGER,
        accounts INTEGER,
        time_zone TEXT,
        calendar TEXT,
        growth REAL,
        segment_data_points INTEGER,
        all_data_points INTEGER,
        work_start DATE,
        trained INTEGER,
        hours_correlation REAL,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(calendar) REFERENCES work_calendar (id)
    )
    """,
    """
    CREATE TABLE goal (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        area TEXT,
        basic TEXT,
        detail TEXT,
        level TEXT,
        weight REAL,
        agreed BOOLEAN,
        topic TEXT,
        "order" REAL,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id)
    )
    """,
    """
    CREATE TABLE goal_tie (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        goal TEXT,
        about TEXT,
        serves BOOLEAN,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(goal) REFERENCES goal (id)
    )
    """,
    """
    CREATE TABLE solution (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        tool TEXT,
        crm TEXT,
        edition TEXT,
        starter TEXT,
        "order" REAL,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id)
    )
    """,
    """
    CREATE TABLE answer (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        solution TEXT,
        goal TEXT,
        requirement TEXT,
        verdict TEXT,
        source TEXT,
        work TEXT,
        hours REAL,
        said_on DATE,
        verified BOOLEAN,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(solution) REFERENCES solution (id),
        FOREIGN KEY(goal) REFERENCES goal (id)
    )
    """,
    """
    CREATE TABLE campaign_group (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        color TEXT,
        "order" REAL,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id)
    )
    """,
    """
    CREATE TABLE system (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        role TEXT,
        product TEXT,
        edition TEXT,
        seats INTEGER,
        reserve REAL,
        failed_share REAL,
        retries INTEGER,
        used_mb REAL,
        removes_duplicates BOOLEAN,
        duplicate_key TEXT,
        more_than_once BOOLEAN,
        owner TEXT,
        x REAL,
        y REAL,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id)
    )
    """,
    """
    CREATE TABLE own_limit (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        system TEXT,
        kind TEXT,
        value REAL,
        seconds INTEGER,
        source TEXT,
        as_of DATE,
        verified BOOLEAN,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(system) REFERENCES system (id)
    )
    """,
    """
    CREATE TABLE object (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        system TEXT,
        api_name TEXT,
        label TEXT,
        custom BOOLEAN,
        source TEXT,
        read_on DATE,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(system) REFERENCES system (id)
    )
    """,
    """
    CREATE TABLE field (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        object TEXT,
        api_name TEXT,
        label TEXT,
        type TEXT,
        native_type TEXT,
        length INTEGER,
        precision INTEGER,
        scale INTEGER,
        required BOOLEAN,
        "unique" BOOLEAN,
        match_key BOOLEAN,
        personal BOOLEAN,
        writable BOOLEAN,
        custom BOOLEAN,
        allowed JSON_TEXT,
        restricted BOOLEAN,
        refers_to JSON_TEXT,
        help TEXT,
        source TEXT,
        gone_on DATE,
        uses JSON_TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(object) REFERENCES object (id)
    )
    """,
    """
    CREATE TABLE campaign (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        "group" TEXT,
        bound TEXT,
        purpose TEXT,
        state TEXT,
        owner TEXT,
        start DATE,
        "end" DATE,
        budget REAL,
        re_entry TEXT,
        max_entries INTEGER,
        exit JSON_TEXT,
        link_shape TEXT,
        lanes TEXT,
        lanes_top REAL,
        lane_heights JSON_TEXT,
        archived BOOLEAN,
        "order" REAL,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY("group") REFERENCES campaign_group (id)
    )
    """,
    """
    CREATE TABLE stage (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        color TEXT,
        interactions REAL,
        field TEXT,
        "order" REAL,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(field) REFERENCES field (id)
    )
    """,
    """
    CREATE TABLE frame (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        campaign TEXT,
        title TEXT,
        color TEXT,
        x REAL,
        y REAL,
        width REAL,
        height REAL,
        folded BOOLEAN,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(campaign) REFERENCES campaign (id)
    )
    """,
    """
    CREATE TABLE step (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        campaign TEXT,
        kind TEXT,
        title TEXT,
        x REAL,
        y REAL,
        props JSON_TEXT,
        once BOOLEAN,
        paused BOOLEAN,
        system TEXT,
        stage TEXT,
        cost_fixed REAL,
        cost_each REAL,
        frame TEXT,
        open BOOLEAN,
        pinned BOOLEAN,
        owner TEXT,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(campaign) REFERENCES campaign (id),
        FOREIGN KEY(system) REFERENCES system (id),
        FOREIGN KEY(stage) REFERENCES stage (id),
        FOREIGN KEY(frame) REFERENCES frame (id)
    )
    """,
    """
    CREATE TABLE busy_time (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        step TEXT,
        title TEXT,
        first DATE,
        last DATE,
        factor REAL,
        every_year BOOLEAN,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(step) REFERENCES step (id)
    )
    """,
    """
    CREATE TABLE link (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        source TEXT,
        output TEXT,
        target TEXT,
        share REAL,
        delay JSON_TEXT,
        title TEXT,
        "order" REAL,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(source) REFERENCES step (id),
        FOREIGN KEY(target) REFERENCES step (id)
    )
    """,
    """
    CREATE TABLE form_field (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        step TEXT,
        title TEXT,
        "key" TEXT,
        type TEXT,
        required BOOLEAN,
        length INTEGER,
        options JSON_TEXT,
        hidden BOOLEAN,
        consent BOOLEAN,
        fill_rate REAL,
        uses JSON_TEXT,
        "order" REAL,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(step) REFERENCES step (id)
    )
    """,
    """
    CREATE TABLE note (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        campaign TEXT,
        text TEXT,
        x REAL,
        y REAL,
        width REAL,
        height REAL,
        frame TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(campaign) REFERENCES campaign (id),
        FOREIGN KEY(frame) REFERENCES frame (id)
    )
    """,
    """
    CREATE TABLE mapping (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        collected TEXT,
        held TEXT,
        target TEXT,
        direction TEXT,
        "conflict" TEXT,
        conversion TEXT,
        uses JSON_TEXT,
        reason TEXT,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(collected) REFERENCES form_field (id),
        FOREIGN KEY(held) REFERENCES field (id),
        FOREIGN KEY(target) REFERENCES field (id)
    )
    """,
    """
    CREATE TABLE value_pair (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        mapping TEXT,
        value TEXT,
        becomes TEXT,
        "order" REAL,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(mapping) REFERENCES mapping (id)
    )
    """,
    """
    CREATE TABLE conversion (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        source TEXT,
        target TEXT,
        origin TEXT,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(source) REFERENCES field (id),
        FOREIGN KEY(target) REFERENCES field (id)
    )
    """,
    """
    CREATE TABLE term (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        concept TEXT,
        system TEXT,
        word TEXT,
        definition TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(system) REFERENCES system (id)
    )
    """,
    """
    CREATE TABLE data_flow (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        source TEXT,
        target TEXT,
        moves TEXT,
        means TEXT,
        way TEXT,
        every REAL,
        batch INTEGER,
        overhead REAL,
        owner TEXT,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(source) REFERENCES system (id),
        FOREIGN KEY(target) REFERENCES system (id)
    )
    """,
    """
    CREATE TABLE problem (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        about TEXT,
        text TEXT,
        severity TEXT,
        time TEXT,
        owner TEXT,
        state TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id)
    )
    """,
    """
    CREATE TABLE score (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        basis TEXT,
        floor REAL,
        cap REAL,
        decay JSON_TEXT,
        field TEXT,
        date_field TEXT,
        roll_up TEXT,
        champion_share REAL,
        trimmed_share REAL,
        account_field TEXT,
        "order" REAL,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(field) REFERENCES field (id),
        FOREIGN KEY(date_field) REFERENCES field (id),
        FOREIGN KEY(account_field) REFERENCES field (id)
    )
    """,
    """
    CREATE TABLE rule_group (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        score TEXT,
        title TEXT,
        at_most REAL,
        per_days REAL,
        "order" REAL,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(score) REFERENCES score (id)
    )
    """,
    """
    CREATE TABLE scoring_rule (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        score TEXT,
        "group" TEXT,
        title TEXT,
        kind TEXT,
        event TEXT,
        step TEXT,
        times INTEGER,
        without TEXT,
        days REAL,
        fact JSON_TEXT,
        points REAL,
        adjustment REAL,
        by_amount BOOLEAN,
        repeat TEXT,
        at_most REAL,
        per_days REAL,
        lasts REAL,
        "order" REAL,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(score) REFERENCES score (id),
        FOREIGN KEY("group") REFERENCES rule_group (id),
        FOREIGN KEY(step) REFERENCES step (id)
    )
    """,
    """
    CREATE TABLE threshold (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        score TEXT,
        title TEXT,
        value REAL,
        crossing TEXT,
        level TEXT,
        rearm TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(score) REFERENCES score (id)
    )
    """,
    """
    CREATE TABLE sales_team (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        people INTEGER,
        task_hours REAL,
        task_deviation REAL,
        most_per_day INTEGER,
        calendar TEXT,
        waiting_order TEXT,
        score TEXT,
        hot TEXT,
        hour_cost REAL,
        "order" REAL,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(calendar) REFERENCES work_calendar (id),
        FOREIGN KEY(score) REFERENCES score (id),
        FOREIGN KEY(hot) REFERENCES threshold (id)
    )
    """,
    """
    CREATE TABLE buyer_role (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        share REAL,
        weight REAL,
        "order" REAL,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id)
    )
    """,
    """
    CREATE TABLE score_matrix (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        fit TEXT,
        fit_marks JSON_TEXT,
        engagement TEXT,
        engagement_marks JSON_TEXT,
        "order" REAL,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(fit) REFERENCES score (id),
        FOREIGN KEY(engagement) REFERENCES score (id)
    )
    """,
    """
    CREATE TABLE scoring_version (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        saved_on DATE,
        author TEXT,
        records JSON_TEXT,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id)
    )
    """,
    """
    CREATE TABLE segment_set (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        "order" REAL,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id)
    )
    """,
    """
    CREATE TABLE segment (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        made TEXT,
        mined_every REAL,
        joining TEXT,
        exclusive_set TEXT,
        leaving TEXT,
        "order" REAL,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(exclusive_set) REFERENCES segment_set (id)
    )
    """,
    """
    CREATE TABLE segment_removal (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        segment TEXT,
        leaves TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(segment) REFERENCES segment (id),
        FOREIGN KEY(leaves) REFERENCES segment (id)
    )
    """,
    """
    CREATE TABLE criterion_group (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        segment TEXT,
        parent TEXT,
        joining TEXT,
        "order" REAL,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(segment) REFERENCES segment (id),
        FOREIGN KEY(parent) REFERENCES criterion_group (id)
    )
    """,
    """
    CREATE TABLE criterion (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        segment TEXT,
        "group" TEXT,
        condition JSON_TEXT,
        "order" REAL,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(segment) REFERENCES segment (id),
        FOREIGN KEY("group") REFERENCES criterion_group (id)
    )
    """,
    """
    CREATE TABLE effect (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        threshold TEXT,
        kind TEXT,
        segment TEXT,
        campaign TEXT,
        stage TEXT,
        who TEXT,
        "order" REAL,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(threshold) REFERENCES threshold (id),
        FOREIGN KEY(segment) REFERENCES segment (id),
        FOREIGN KEY(campaign) REFERENCES campaign (id),
        FOREIGN KEY(stage) REFERENCES stage (id)
    )
    """,
    """
    CREATE TABLE naming_convention (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        separator TEXT,
        segments BOOLEAN,
        campaigns BOOLEAN,
        emails BOOLEAN,
        forms BOOLEAN,
        "order" REAL,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id)
    )
    """,
    """
    CREATE TABLE name_part (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        convention TEXT,
        title TEXT,
        kind TEXT,
        date_form TEXT,
        optional BOOLEAN,
        "order" REAL,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(convention) REFERENCES naming_convention (id)
    )
    """,
    """
    CREATE TABLE abbreviation (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        part TEXT,
        short TEXT,
        means TEXT,
        "order" REAL,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(part) REFERENCES name_part (id)
    )
    """,
    """
    CREATE TABLE scenario (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        based_on TEXT,
        notes TEXT,
        "order" REAL,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(based_on) REFERENCES scenario (id)
    )
    """,
    """
    CREATE TABLE assumption (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        scenario TEXT,
        about TEXT,
        path TEXT,
        value JSON_TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(scenario) REFERENCES scenario (id)
    )
    """,
    """
    CREATE TABLE checklist_item (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        owner TEXT,
        due DATE,
        state TEXT,
        ticked_by TEXT,
        notes TEXT,
        "order" REAL,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id)
    )
    """,
    """
    CREATE TABLE work_role (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        "key" TEXT,
        rate REAL,
        currency TEXT,
        "order" REAL,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id)
    )
    """,
    """
    CREATE TABLE team_member (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        role TEXT,
        hours_per_week REAL,
        start DATE,
        "end" DATE,
        rate REAL,
        currency TEXT,
        "order" REAL,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(role) REFERENCES work_role (id)
    )
    """,
    """
    CREATE TABLE time_away (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        member TEXT,
        first DATE,
        last DATE,
        reason TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(member) REFERENCES team_member (id)
    )
    """,
    """
    CREATE TABLE hour_estimate (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        item TEXT,
        role TEXT,
        low REAL,
        likely REAL,
        high REAL,
        source TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id)
    )
    """,
    """
    CREATE TABLE own_work (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        role TEXT,
        campaign TEXT,
        low REAL,
        likely REAL,
        high REAL,
        "order" REAL,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(role) REFERENCES work_role (id),
        FOREIGN KEY(campaign) REFERENCES campaign (id)
    )
    """,
    """
    CREATE TABLE work_order (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        first TEXT,
        "then" TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id)
    )
    """,
    """
    CREATE TABLE exchange_rate (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        currency TEXT,
        worth REAL,
        source TEXT,
        as_of DATE,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id)
    )
    """,
    """
    CREATE TABLE support_contact (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        system TEXT,
        person TEXT,
        phone TEXT,
        email TEXT,
        web TEXT,
        hours TEXT,
        terms TEXT,
        "order" REAL,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(system) REFERENCES system (id)
    )
    """,
    """
    CREATE TABLE data_set (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        title TEXT,
        file TEXT,
        step TEXT,
        "key" TEXT,
        rows INTEGER,
        clean INTEGER,
        rejects INTEGER,
        duplicates INTEGER,
        checked_on DATE,
        notes TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(step) REFERENCES step (id)
    )
    """,
    """
    CREATE TABLE data_column (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        data_set TEXT,
        title TEXT,
        collected TEXT,
        held TEXT,
        skipped BOOLEAN,
        filled REAL,
        invalid INTEGER,
        "order" REAL,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(data_set) REFERENCES data_set (id),
        FOREIGN KEY(collected) REFERENCES form_field (id),
        FOREIGN KEY(held) REFERENCES field (id)
    )
    """,
    """
    CREATE TABLE comment (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        about TEXT,
        answers TEXT,
        author TEXT,
        said JSON_TEXT,
        text TEXT,
        resolved BOOLEAN,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id),
        FOREIGN KEY(answers) REFERENCES comment (id)
    )
    """,
    """
    CREATE TABLE ignored_finding (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        code TEXT,
        about TEXT,
        detail TEXT,
        reason TEXT,
        author TEXT,
        ignored_on DATE,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id)
    )
    """,
    """
    CREATE TABLE unknown (
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        written_as TEXT,
        extra JSON_TEXT,
        PRIMARY KEY (position),
        UNIQUE (id)
    )
    """,
    """
    CREATE TABLE history (
        seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        author TEXT NOT NULL,
        origin TEXT NOT NULL,
        label TEXT NOT NULL,
        patch JSON_TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE share_update (
        seq INTEGER NOT NULL,
        history_seq INTEGER NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (seq)
    )
    """,
    """
    CREATE TABLE meta (
        "key" TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY ("key")
    )
    """,
)


def upgrade() -> None:
    """Make the tables."""
    for table in TABLES:
        op.execute(table)
