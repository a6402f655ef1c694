-- What one topic's news of an erasure has left of a text, that of the next topic leaves as it is: the text of a reason was
-- taken for a list, and nothing left of it, so that figures came out otherwise than before.

CREATE OR REPLACE FUNCTION pipeline.scrubbed(
    name text, value text, person text, pseudonym text, conversations jsonb, whole boolean
) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN value IS NULL THEN NULL
        WHEN value = person THEN pseudonym
        WHEN value = 'user:' || person THEN 'user:' || pseudonym
        WHEN conversations ? value THEN conversations ->> value
        WHEN NOT whole OR value = '' THEN value
        WHEN name IN ('text', 'asked', 'summary', 'comment', 'suggestion', 'note', 'answer', 'body', 'next_steps')
            THEN '[erased]'
        WHEN name IN ('name', 'email', 'webhook', 'attachments', 'logs', 'token') OR starts_with(name, 'x-') THEN ''
        -- Names of the office's own, which may have spaces and which figures go by.
        WHEN name IN (
            'campaign', 'template', 'category', 'tier', 'team', 'to', 'department', 'kind', 'outcome', 'timezone', 'stage',
            'promise', 'admin', 'actor', 'assignee', 'source'
        ) THEN value
        WHEN value = '[erased]' THEN value
        WHEN value ~ '@|://|^[[{]' THEN ''
        WHEN value ~ '\s' THEN '[erased]'
        WHEN strpos(value, person) > 0 THEN
            regexp_replace(
                value, '(^|[^[:alnum:]])' || regexp_replace(person, '([^[:alnum:]])', '\\\1', 'g') || '(?![[:alnum:]])',
                '\1' || pseudonym, 'g'
            )
        ELSE value
    END
$$;
