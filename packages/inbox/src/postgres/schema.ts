/**
 * The steps from an empty database to this version, in order. What was released is never changed: what is to be different
 * is a step more.
 *
 * What needs locks is a function, so that it is one statement for whoever calls it. Rows are locked in the order of their
 * users, which are compared byte by byte.
 */
export const migrations: readonly string[] = [
  `
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

  CREATE FUNCTION flashpost_state(owner_name text) RETURNS jsonb LANGUAGE sql STABLE AS $body$
    SELECT jsonb_build_object('epoch', epoch, 'rev', rev, 'version', version, 'total', total,
      'unread', unread, 'archived', archived, 'archivedUnread', archived_unread,
      'readSeq', read_seq, 'readRev', read_rev, 'floor', floor, 'note', note)
    FROM flashpost_user WHERE owner = owner_name
  $body$;

  CREATE FUNCTION flashpost_head() RETURNS jsonb LANGUAGE sql STABLE AS $body$
    SELECT jsonb_build_object('epoch', epoch, 'rev', rev, 'floor', floor, 'dueAt',
      (SELECT min(due_at) FROM flashpost_log WHERE due_at IS NOT NULL AND removed_at IS NULL))
    FROM flashpost_log_head
  $body$;

  CREATE FUNCTION flashpost_tell(message text, users text, until bigint) RETURNS bigint
  LANGUAGE sql AS $body$
    INSERT INTO flashpost_outbox (message, users, until) VALUES (flashpost_tell.message, flashpost_tell.users, flashpost_tell.until)
      RETURNING id
  $body$;

  -- Locks the users, in order, after it has made those that are new.
  CREATE FUNCTION flashpost_add(a jsonb) RETURNS jsonb LANGUAGE plpgsql AS $body$
  DECLARE
    names text[] := ARRAY(SELECT jsonb_array_elements_text(a->'users'));
    now_ bigint := (a->>'now')::bigint;
    at_ bigint := (a->>'at')::bigint;
    key_ text := a->>'key';
    dedupe text := a->>'dedupeKey';
    stored boolean := (a->>'isStored')::boolean;
    visible boolean := stored AND at_ IS NULL;
    got bigint[];
    owners jsonb;
    existing text;
    changed bigint[] := '{}';
    tiding bigint;
  BEGIN
    INSERT INTO flashpost_user (owner, epoch)
      SELECT name, (a->>'epoch') || (index - 1)
      FROM unnest(names) WITH ORDINALITY AS n (name, index)
      WHERE NOT EXISTS (SELECT 1 FROM flashpost_user u WHERE u.owner = name COLLATE "C")
      ORDER BY name COLLATE "C"
      ON CONFLICT (owner) DO NOTHING;
    PERFORM 1 FROM flashpost_user WHERE owner = ANY (names) ORDER BY owner FOR UPDATE;
    SELECT array_agg(u.uid), jsonb_agg(u.owner ORDER BY u.owner) INTO got, owners
      FROM flashpost_user u WHERE u.owner = ANY (names) AND (dedupe IS NULL OR NOT EXISTS
        (SELECT 1 FROM flashpost_row r WHERE r.uid = u.uid AND r.dedupe_key = dedupe));
    IF dedupe IS NOT NULL THEN
      SELECT min(r.id) INTO existing FROM flashpost_row r JOIN flashpost_user u USING (uid)
        WHERE u.owner = ANY (names) AND r.dedupe_key = dedupe;
    END IF;
    IF got IS NULL THEN
      RETURN jsonb_build_object('users', '[]'::jsonb, 'existing', existing);
    END IF;
    IF key_ IS NOT NULL AND stored THEN
      WITH old AS (
        SELECT r.uid, r.id, r.seq, r.is_pinned = 1 OR (r.read_at IS NULL AND r.seq > u.read_seq) AS is_unread
        FROM flashpost_row r JOIN flashpost_user u USING (uid)
        WHERE r.uid = ANY (got) AND r.key = key_ AND r.archived_at IS NULL
          AND r.removed_at IS NULL AND (r.seq = 0 OR (r.seq > 0 AND visible))
      ), removed AS (
        UPDATE flashpost_row r SET removed_at = now_, due_at = NULL, before = NULL,
          rev = u.rev + 1
        FROM old JOIN flashpost_user u USING (uid) WHERE r.uid = old.uid AND r.id = old.id
      ), counted AS (
        UPDATE flashpost_user u SET version = u.version + 1,
          total = u.total - c.shown, unread = u.unread - c.shown_unread
        FROM (SELECT old.uid, count(*) FILTER (WHERE old.seq > 0) AS shown,
            count(*) FILTER (WHERE old.seq > 0 AND old.is_unread) AS shown_unread
          FROM old GROUP BY old.uid) c
        WHERE u.uid = c.uid RETURNING u.uid
      )
      SELECT array_agg(uid) INTO changed FROM counted;
    END IF;
    WITH opened AS (
      UPDATE flashpost_user SET rev = rev + 1, last_arrival = greatest(last_arrival, now_),
        total = total + visible::int, unread = unread + visible::int
      WHERE uid = ANY (got) RETURNING uid, rev, last_arrival
    )
    INSERT INTO flashpost_row
      SELECT uid, a->>'id', 0, CASE WHEN visible THEN rev WHEN stored THEN 0 ELSE -1 END, rev,
        last_arrival, NULL, 0, NULL, NULL, coalesce(at_, (a->>'expiresAt')::bigint), key_,
        dedupe, (a->>'isAnnounced')::boolean::int, NULL
      FROM opened;
    INSERT INTO flashpost_body VALUES (a->>'id', (a->>'level')::bigint, a->>'tags', a->>'name',
      a->>'topic', a->>'message') ON CONFLICT (id) DO NOTHING;
    IF visible THEN
      tiding := flashpost_tell(a->>'id', owners::text, (a->>'toldUntil')::bigint);
    END IF;
    RETURN jsonb_build_object('users', owners, 'existing', existing, 'tiding', tiding::text);
  END $body$;

  CREATE FUNCTION flashpost_commit(owner_name text, c jsonb) RETURNS jsonb LANGUAGE plpgsql AS $body$
  DECLARE
    u flashpost_user;
    arrival bigint;
  BEGIN
    IF (c->>'version')::bigint = 0 THEN
      INSERT INTO flashpost_user (owner, epoch) VALUES (owner_name, c->>'epoch')
        ON CONFLICT (owner) DO NOTHING RETURNING * INTO u;
    ELSE
      SELECT * INTO u FROM flashpost_user
        WHERE owner = owner_name AND version = (c->>'version')::bigint AND epoch = c->>'epoch'
        FOR UPDATE;
    END IF;
    IF NOT FOUND THEN RETURN NULL; END IF;
    SELECT greatest(u.last_arrival, max((r->>'arrivedAt')::bigint)) INTO arrival
      FROM jsonb_array_elements(c->'rows') r WHERE (r->>'isArriving')::boolean;
    arrival := coalesce(arrival, u.last_arrival);
    INSERT INTO flashpost_row AS old
      SELECT u.uid, r.id, r."isBroadcast"::int,
        CASE WHEN r."isArriving" THEN u.rev + r.step ELSE r.seq END,
        CASE WHEN r.step = 0 THEN -1 ELSE u.rev + r.step END,
        CASE WHEN r."isArriving" THEN arrival ELSE r."arrivedAt" END, r."readAt",
        r."isPinned"::int, r."archivedAt", r."removedAt", r."dueAt", NULL, NULL,
        r."isAnnounced"::int, r.before
      FROM jsonb_to_recordset(c->'rows') AS r (id text, "isBroadcast" boolean, seq bigint,
        step bigint, "arrivedAt" bigint, "readAt" bigint, "isPinned" boolean,
        "archivedAt" bigint, "removedAt" bigint, "dueAt" bigint, "isAnnounced" boolean,
        before text, "isArriving" boolean)
      ON CONFLICT (uid, id) DO UPDATE SET seq = excluded.seq,
        rev = CASE WHEN excluded.rev < 0 THEN old.rev ELSE excluded.rev END,
        arrived_at = excluded.arrived_at, read_at = excluded.read_at,
        is_pinned = excluded.is_pinned, archived_at = excluded.archived_at,
        removed_at = excluded.removed_at, due_at = excluded.due_at,
        is_announced = excluded.is_announced, before = excluded.before;
    UPDATE flashpost_user SET rev = u.rev + (c->>'steps')::bigint, version = version + 1,
      total = total + (c->'add'->>'total')::bigint, unread = unread + (c->'add'->>'unread')::bigint,
      archived = archived + (c->'add'->>'archived')::bigint,
      archived_unread = archived_unread + (c->'add'->>'archivedUnread')::bigint,
      read_seq = coalesce((c->>'readSeq')::bigint, read_seq),
      read_rev = CASE WHEN jsonb_exists(c, 'readSeq') THEN u.rev + (c->>'steps')::bigint ELSE read_rev END,
      floor = CASE WHEN (c->>'isBreak')::boolean THEN u.rev + (c->>'steps')::bigint ELSE floor END,
      note = coalesce(c->>'note', note), last_arrival = arrival
      WHERE uid = u.uid;
    RETURN flashpost_state_now(owner_name);
  END $body$;

  -- The same as flashpost_state, but as of now and not of the beginning of the statement.
  CREATE FUNCTION flashpost_state_now(owner_name text) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $body$
  DECLARE u flashpost_user;
  BEGIN
    SELECT * INTO u FROM flashpost_user WHERE owner = owner_name;
    RETURN jsonb_build_object('epoch', u.epoch, 'rev', u.rev, 'version', u.version, 'total', u.total,
      'unread', u.unread, 'archived', u.archived, 'archivedUnread', u.archived_unread,
      'readSeq', u.read_seq, 'readRev', u.read_rev, 'floor', u.floor, 'note', u.note);
  END $body$;

  CREATE FUNCTION flashpost_forget(ids text[]) RETURNS void LANGUAGE sql AS $body$
    DELETE FROM flashpost_body b WHERE b.id = ANY (ids)
      AND NOT EXISTS (SELECT 1 FROM flashpost_row r WHERE r.id = b.id)
  $body$;

  CREATE FUNCTION flashpost_purge(owner_name text, removed_before bigint, at_most bigint)
  RETURNS bigint LANGUAGE plpgsql AS $body$
  DECLARE
    u flashpost_user;
    ids text[];
    last bigint;
  BEGIN
    SELECT * INTO u FROM flashpost_user WHERE owner = owner_name FOR UPDATE;
    IF NOT FOUND THEN RETURN 0; END IF;
    WITH old AS (
      SELECT id FROM flashpost_row WHERE uid = u.uid AND removed_at IS NOT NULL
        AND removed_at < removed_before AND is_broadcast = 0 LIMIT at_most
    ), gone AS (
      DELETE FROM flashpost_row r USING old WHERE r.uid = u.uid AND r.id = old.id
      RETURNING r.id, r.rev
    )
    SELECT array_agg(id), max(rev) INTO ids, last FROM gone;
    DELETE FROM flashpost_row r WHERE r.uid = u.uid AND r.is_broadcast = 1
      AND NOT EXISTS (SELECT 1 FROM flashpost_log l WHERE l.id = r.id);
    IF ids IS NULL THEN RETURN 0; END IF;
    UPDATE flashpost_user SET floor = greatest(floor, last) WHERE uid = u.uid;
    PERFORM flashpost_forget(ids);
    RETURN cardinality(ids);
  END $body$;

  CREATE FUNCTION flashpost_erase(owner_name text) RETURNS void LANGUAGE plpgsql AS $body$
  DECLARE
    u flashpost_user;
    ids text[];
  BEGIN
    DELETE FROM flashpost_user WHERE owner = owner_name RETURNING * INTO u;
    IF NOT FOUND THEN RETURN; END IF;
    WITH gone AS (DELETE FROM flashpost_row WHERE uid = u.uid RETURNING id)
    SELECT array_agg(id) INTO ids FROM gone;
    PERFORM flashpost_forget(coalesce(ids, '{}'));
  END $body$;

  CREATE FUNCTION flashpost_log_next() RETURNS bigint LANGUAGE sql AS $body$
    UPDATE flashpost_log_head SET rev = rev + 1 RETURNING rev
  $body$;

  CREATE FUNCTION flashpost_log_arrive(now_ bigint) RETURNS bigint LANGUAGE sql AS $body$
    UPDATE flashpost_log_head SET last_arrival = greatest(last_arrival, now_) RETURNING last_arrival
  $body$;

  CREATE FUNCTION flashpost_log_replace(key_ text, hidden boolean, visible boolean, now_ bigint)
  RETURNS void LANGUAGE plpgsql AS $body$
  DECLARE old text;
  BEGIN
    FOR old IN SELECT id FROM flashpost_log WHERE key = key_ AND removed_at IS NULL
      AND ((hidden AND seq = 0) OR (visible AND seq > 0)) ORDER BY rev
    LOOP
      UPDATE flashpost_log SET removed_at = now_, due_at = NULL, rev = flashpost_log_next()
        WHERE id = old;
    END LOOP;
  END $body$;

  -- The lock of the head puts all changes of the log in order.
  CREATE FUNCTION flashpost_broadcast(a jsonb) RETURNS jsonb LANGUAGE plpgsql AS $body$
  DECLARE
    at_ bigint := (a->>'at')::bigint;
    now_ bigint := (a->>'now')::bigint;
    existing text;
    arrival bigint;
    next bigint;
    tiding bigint;
  BEGIN
    PERFORM 1 FROM flashpost_log_head FOR UPDATE;
    SELECT id INTO existing FROM flashpost_log WHERE dedupe_key = a->>'dedupeKey';
    IF FOUND THEN RETURN jsonb_build_object('id', existing, 'isNew', false); END IF;
    IF a->>'key' IS NOT NULL THEN
      PERFORM flashpost_log_replace(a->>'key', true, at_ IS NULL, now_);
    END IF;
    arrival := flashpost_log_arrive(now_);
    next := flashpost_log_next();
    INSERT INTO flashpost_log VALUES (a->>'id', CASE WHEN at_ IS NULL THEN next ELSE 0 END, next,
      arrival, coalesce(at_, (a->>'expiresAt')::bigint), NULL, a->>'key', a->>'dedupeKey',
      (a->>'isAnnounced')::boolean::int, a->>'topic', a->>'message',
      (a->>'expiresAt')::bigint);
    IF at_ IS NULL THEN
      tiding := flashpost_tell(a->>'id', NULL, (a->>'toldUntil')::bigint);
    END IF;
    RETURN jsonb_build_object('id', a->>'id', 'isNew', true, 'tiding', tiding::text);
  END $body$;

  CREATE FUNCTION flashpost_change_log(changes jsonb, now_ bigint) RETURNS jsonb
  LANGUAGE plpgsql AS $body$
  DECLARE
    change jsonb;
    entry flashpost_log;
    changed jsonb := '[]';
    arrival bigint;
    next bigint;
  BEGIN
    PERFORM 1 FROM flashpost_log_head FOR UPDATE;
    FOR change IN SELECT * FROM jsonb_array_elements(changes) LOOP
      SELECT * INTO entry FROM flashpost_log WHERE id = change->>'id' AND removed_at IS NULL;
      CONTINUE WHEN NOT FOUND OR (change->>'to' = 'show' AND entry.seq > 0);
      changed := changed || jsonb_build_array(entry.id);
      IF change->>'to' = 'remove' THEN
        UPDATE flashpost_log SET removed_at = now_, due_at = NULL, rev = flashpost_log_next()
          WHERE id = entry.id;
      ELSE
        IF entry.key IS NOT NULL THEN
          PERFORM flashpost_log_replace(entry.key, false, true, now_);
        END IF;
        arrival := flashpost_log_arrive(now_);
        next := flashpost_log_next();
        UPDATE flashpost_log SET seq = next, rev = next, arrived_at = arrival,
          due_at = entry.expires_at WHERE id = entry.id;
        PERFORM flashpost_tell(entry.id, NULL, 0);
      END IF;
    END LOOP;
    RETURN changed;
  END $body$;

  CREATE FUNCTION flashpost_purge_log(removed_before bigint) RETURNS bigint
  LANGUAGE plpgsql AS $body$
  DECLARE
    number bigint;
    last bigint;
  BEGIN
    PERFORM 1 FROM flashpost_log_head FOR UPDATE;
    WITH gone AS (
      DELETE FROM flashpost_log WHERE removed_at IS NOT NULL AND removed_at < removed_before
      RETURNING rev
    )
    SELECT count(*), max(rev) INTO number, last FROM gone;
    UPDATE flashpost_log_head SET floor = greatest(floor, last) WHERE number > 0;
    RETURN number;
  END $body$;
  `,
]
