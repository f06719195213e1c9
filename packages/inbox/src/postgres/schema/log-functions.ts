/** What is done with the log of broadcasts. */
export const logFunctions = `
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
`
