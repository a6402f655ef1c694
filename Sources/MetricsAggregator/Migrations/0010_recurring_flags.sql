-- A flag recurs when it came after an earlier one on the same was upheld: when each came must be known. What is upheld already
-- tells it by its records, whose nth line "c" begins the nth cycle.

ALTER TABLE metrics.upheld ADD COLUMN opened_at timestamptz;
COMMENT ON COLUMN metrics.upheld.opened_at IS 'When its cycle began; NULL where a program of the version before wrote it.';
UPDATE metrics.upheld AS u
SET opened_at = (
    SELECT timestamptz 'epoch' + split_part(c.line, E'\t', 2)::bigint * interval '1 microsecond'
    FROM (
        SELECT l.line, row_number() OVER (ORDER BY l.place) AS number
        FROM metrics.records AS r
        CROSS JOIN LATERAL regexp_split_to_table(r.content, E'\n') WITH ORDINALITY AS l (line, place)
        WHERE r.partition = u.partition AND r.subject = regexp_replace(u.subject, '/[0-9]+$', '')
          AND starts_with(l.line, E'c\t')
    ) AS c
    WHERE c.number = substring(u.subject FROM '[0-9]+$')::bigint
);
