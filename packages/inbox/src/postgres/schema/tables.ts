/** Tables and indexes. */
export const tables = `
  CREATE TABLE flashpost_user (
    uid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, owner text COLLATE "C" NOT NULL UNIQUE,
    epoch text NOT NULL, rev bigint NOT NULL DEFAULT 0, version bigint NOT NULL DEFAULT 1,
    total bigint NOT NULL DEFAULT 0, unread bigint NOT NULL DEFAULT 0,
    archived bigint NOT NULL DEFAULT 0, archived_unread bigint NOT NULL DEFAULT 0,
    read_seq bigint NOT NULL DEFAULT 0, read_rev bigint NOT NULL DEFAULT 0,
    floor bigint NOT NULL DEFAULT 0, last_arrival bigint NOT NULL DEFAULT 0,
    note text NOT NULL DEFAULT '{}'
  ) WITH (fillfactor = 50);
  CREATE TABLE flashpost_body (
    id text COLLATE "C" PRIMARY KEY, level bigint NOT NULL, tags text NOT NULL, name text,
    topic text, message text NOT NULL
  );
  CREATE TABLE flashpost_row (
    uid bigint NOT NULL, id text COLLATE "C" NOT NULL, is_broadcast smallint NOT NULL,
    seq bigint NOT NULL, rev bigint NOT NULL, arrived_at bigint NOT NULL, read_at bigint,
    is_pinned smallint NOT NULL, archived_at bigint, removed_at bigint, due_at bigint,
    key text, dedupe_key text, is_announced smallint NOT NULL, before text,
    PRIMARY KEY (uid, id)
  );
  CREATE INDEX flashpost_row_inbox ON flashpost_row (uid, seq)
    WHERE archived_at IS NULL AND removed_at IS NULL AND is_broadcast = 0;
  CREATE INDEX flashpost_row_unread ON flashpost_row (uid, seq)
    WHERE read_at IS NULL AND archived_at IS NULL AND removed_at IS NULL AND is_broadcast = 0
      AND is_pinned = 0;
  CREATE INDEX flashpost_row_archived ON flashpost_row (uid, seq)
    WHERE archived_at IS NOT NULL AND removed_at IS NULL AND is_broadcast = 0;
  CREATE INDEX flashpost_row_pinned ON flashpost_row (uid, seq) WHERE is_pinned = 1;
  CREATE INDEX flashpost_row_rev ON flashpost_row (uid, rev) WHERE is_broadcast = 0 AND seq > 0;
  CREATE INDEX flashpost_row_broadcast ON flashpost_row (uid, seq) WHERE is_broadcast = 1;
  CREATE INDEX flashpost_row_due ON flashpost_row (uid, due_at)
    WHERE due_at IS NOT NULL AND removed_at IS NULL;
  CREATE INDEX flashpost_row_hidden ON flashpost_row (due_at)
    WHERE due_at IS NOT NULL AND removed_at IS NULL AND seq = 0;
  CREATE INDEX flashpost_row_key ON flashpost_row (uid, key)
    WHERE key IS NOT NULL AND archived_at IS NULL AND removed_at IS NULL;
  CREATE UNIQUE INDEX flashpost_row_dedupe ON flashpost_row (uid, dedupe_key)
    WHERE dedupe_key IS NOT NULL;
  CREATE INDEX flashpost_row_announced ON flashpost_row (uid, rev)
    WHERE is_announced = 1 AND removed_at IS NULL AND seq <> 0;
  CREATE INDEX flashpost_row_removed ON flashpost_row (uid, removed_at)
    WHERE removed_at IS NOT NULL;
  CREATE INDEX flashpost_row_id ON flashpost_row (id);
  CREATE TABLE flashpost_log_head (
    one smallint PRIMARY KEY CHECK (one = 1), epoch text NOT NULL,
    rev bigint NOT NULL DEFAULT 0, floor bigint NOT NULL DEFAULT 0,
    last_arrival bigint NOT NULL DEFAULT 0
  );
  INSERT INTO flashpost_log_head (one, epoch) VALUES (1, substr(md5(random()::text), 1, 8));
  CREATE TABLE flashpost_log (
    id text COLLATE "C" PRIMARY KEY, seq bigint NOT NULL, rev bigint NOT NULL UNIQUE,
    arrived_at bigint NOT NULL, due_at bigint, removed_at bigint, key text, dedupe_key text,
    is_announced smallint NOT NULL, topic text, message text NOT NULL, expires_at bigint
  );
  CREATE UNIQUE INDEX flashpost_log_dedupe ON flashpost_log (dedupe_key)
    WHERE dedupe_key IS NOT NULL;
  CREATE INDEX flashpost_log_key ON flashpost_log (key)
    WHERE key IS NOT NULL AND removed_at IS NULL;
  CREATE INDEX flashpost_log_due ON flashpost_log (due_at)
    WHERE due_at IS NOT NULL AND removed_at IS NULL;
  CREATE INDEX flashpost_log_removed ON flashpost_log (removed_at) WHERE removed_at IS NOT NULL;
  CREATE TABLE flashpost_outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, message text NOT NULL, users text,
    until bigint NOT NULL
  );
  CREATE INDEX flashpost_outbox_until ON flashpost_outbox (until);
`
