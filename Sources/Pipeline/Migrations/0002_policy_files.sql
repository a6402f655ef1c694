-- The files beside the policy that a version names, kept with it, and its articles as they are searched.

CREATE TABLE policy.files (
    version int NOT NULL CONSTRAINT files_version REFERENCES policy.versions,
    path text NOT NULL,
    text text NOT NULL,
    CONSTRAINT files_pkey PRIMARY KEY (version, path)
);

-- The stems of a language whose words the server can cut; words as they are for others.
CREATE FUNCTION policy.search_config(language text) RETURNS regconfig
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE split_part(language, '-', 1)
        WHEN 'en' THEN 'pg_catalog.english'::regconfig
        WHEN 'fr' THEN 'pg_catalog.french'::regconfig
        WHEN 'pt' THEN 'pg_catalog.portuguese'::regconfig
        WHEN 'es' THEN 'pg_catalog.spanish'::regconfig
        WHEN 'de' THEN 'pg_catalog.german'::regconfig
        ELSE 'pg_catalog.simple'::regconfig
    END
$$;

-- The query that one word of the text is enough for.
CREATE FUNCTION policy.any_word(words tsvector) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg('''' || replace(replace(word, '\', '\\'), '''', '''''') || '''', ' | ')::tsquery
    FROM unnest(tsvector_to_array(words)) AS word
$$;

-- array_to_string is only stable, since an element's text may depend on settings; that of a text does not.
CREATE FUNCTION policy.lines(texts text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT array_to_string(texts, E'\n') $$;

CREATE TABLE policy.articles (
    version int NOT NULL CONSTRAINT articles_version REFERENCES policy.versions,
    article text NOT NULL,
    language text NOT NULL,
    category text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    questions text[] NOT NULL,
    keywords text[] NOT NULL,
    search tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector(policy.search_config(language), title), 'A')
        || setweight(to_tsvector(policy.search_config(language), policy.lines(questions)), 'A')
        || setweight(to_tsvector(policy.search_config(language), policy.lines(keywords)), 'B')
        || setweight(to_tsvector(policy.search_config(language), body), 'C')
    ) STORED,
    CONSTRAINT articles_pkey PRIMARY KEY (version, language, article)
);

-- Versions never change, and neither does what belongs to them: what may be added is never updated or deleted.
GRANT SELECT ON policy.files, policy.articles TO
    saypro_ingest, saypro_router, saypro_notifier, saypro_sla_monitor, saypro_survey, saypro_metrics_aggregator;
GRANT SELECT, INSERT ON policy.files, policy.articles TO saypro_operator;
