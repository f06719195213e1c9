/** What is done with rows of users. */
export const userFunctions = `
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

  -- Waits for whoever sends the same message to others, and looks after that who has it.
  CREATE FUNCTION flashpost_forget(ids text[]) RETURNS void LANGUAGE plpgsql AS $body$
  BEGIN
    PERFORM 1 FROM flashpost_body WHERE id = ANY (ids) ORDER BY id FOR UPDATE;
    DELETE FROM flashpost_body b WHERE b.id = ANY (ids)
      AND NOT EXISTS (SELECT 1 FROM flashpost_row r WHERE r.id = b.id);
  END $body$;

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

  CREATE FUNCTION flashpost_erase(owner_name text, known bigint) RETURNS void LANGUAGE plpgsql AS $body$
  DECLARE
    u flashpost_user;
    ids text[];
  BEGIN
    DELETE FROM flashpost_user WHERE owner = owner_name AND rev = coalesce(known, rev)
      RETURNING * INTO u;
    IF NOT FOUND THEN RETURN; END IF;
    WITH gone AS (DELETE FROM flashpost_row WHERE uid = u.uid RETURNING id)
    SELECT array_agg(id) INTO ids FROM gone;
    PERFORM flashpost_forget(coalesce(ids, '{}'));
  END $body$;
`
