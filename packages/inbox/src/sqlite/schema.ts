/**
 * The steps from an empty database to this version, in order. What was released is never changed: what is to be different
 * is a step more.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE flashpost_user (
    uid INTEGER PRIMARY KEY, owner TEXT NOT NULL UNIQUE, epoch TEXT NOT NULL,
    rev INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL DEFAULT 1,
    total INTEGER NOT NULL DEFAULT 0, unread INTEGER NOT NULL DEFAULT 0,
    archived INTEGER NOT NULL DEFAULT 0, archived_unread INTEGER NOT NULL DEFAULT 0,
    read_seq INTEGER NOT NULL DEFAULT 0, read_rev INTEGER NOT NULL DEFAULT 0,
    floor INTEGER NOT NULL DEFAULT 0, last_arrival INTEGER NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '{}'
  );
  CREATE TABLE flashpost_body (
    id TEXT PRIMARY KEY, level INTEGER NOT NULL, tags TEXT NOT NULL, name TEXT, topic TEXT,
    message TEXT NOT NULL
  );
  CREATE TABLE flashpost_row (
    uid INTEGER NOT NULL, id TEXT NOT NULL, is_broadcast INTEGER NOT NULL,
    seq INTEGER NOT NULL, rev INTEGER NOT NULL, arrived_at INTEGER NOT NULL,
    read_at INTEGER, is_pinned INTEGER NOT NULL, archived_at INTEGER, removed_at INTEGER,
    due_at INTEGER, key TEXT, dedupe_key TEXT, is_announced INTEGER NOT NULL, before TEXT,
    PRIMARY KEY (uid, id)
  ) WITHOUT ROWID;
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
    one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT NOT NULL,
    rev INTEGER NOT NULL DEFAULT 0, floor INTEGER NOT NULL DEFAULT 0,
    last_arrival INTEGER NOT NULL DEFAULT 0
  );
  INSERT INTO flashpost_log_head (one, epoch) VALUES (1, lower(hex(randomblob(4))));
  CREATE TABLE flashpost_log (
    id TEXT PRIMARY KEY, seq INTEGER NOT NULL, rev INTEGER NOT NULL,
    arrived_at INTEGER NOT NULL, due_at INTEGER, removed_at INTEGER,
    key TEXT, dedupe_key TEXT, is_announced INTEGER NOT NULL, topic TEXT, message TEXT NOT NULL
  );
  CREATE UNIQUE INDEX flashpost_log_rev ON flashpost_log (rev);
  CREATE UNIQUE INDEX flashpost_log_dedupe ON flashpost_log (dedupe_key)
    WHERE dedupe_key IS NOT NULL;
  CREATE INDEX flashpost_log_key ON flashpost_log (key)
    WHERE key IS NOT NULL AND removed_at IS NULL;
  CREATE INDEX flashpost_log_due ON flashpost_log (due_at)
    WHERE due_at IS NOT NULL AND removed_at IS NULL;
  CREATE INDEX flashpost_log_removed ON flashpost_log (removed_at) WHERE removed_at IS NOT NULL;
  CREATE TABLE flashpost_outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT, message TEXT NOT NULL, users TEXT,
    until INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX flashpost_outbox_until ON flashpost_outbox (until);
  `,
]
