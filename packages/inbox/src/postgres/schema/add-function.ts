/** What brings a message to users. */
export const addFunction = `
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
      FROM flashpost_user u WHERE u.owner = ANY (names) AND NOT EXISTS
        (SELECT 1 FROM flashpost_row r WHERE r.uid = u.uid AND r.id = a->>'id')
      AND (dedupe IS NULL OR NOT EXISTS
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
      a->>'topic', a->>'message')
      -- Held, so that who forgets the body at this moment waits, and finds the rows.
      ON CONFLICT (id) DO UPDATE SET id = excluded.id;
    IF visible THEN
      tiding := flashpost_tell(a->>'id', owners::text, (a->>'toldUntil')::bigint);
    END IF;
    RETURN jsonb_build_object('users', owners, 'existing', existing, 'tiding', tiding::text);
  END $body$;
`
