-- The triage: what decided a case's category, language and tier, the models that were trained, and what admins' corrections
-- teach. The new columns of the cases may be left out by programs of the version before.

ALTER TABLE router.cases
    ADD COLUMN category_by text,
    ADD COLUMN confidence double precision,
    ADD COLUMN suggested_category text,
    ADD COLUMN model text,
    ADD COLUMN language_by text,
    ADD COLUMN tier_by text,
    ADD COLUMN spam_score double precision,
    ADD COLUMN channel text,
    ADD COLUMN verified boolean,
    ADD COLUMN heard_rules text;
COMMENT ON COLUMN router.cases.category_by IS
    'What decided the category: publisher, rule:NAME, kind, keywords, model, default, admin, merged.';
COMMENT ON COLUMN router.cases.confidence IS 'How sure the model was of its category, 0 to 1: the case''s or the suggested one.';
COMMENT ON COLUMN router.cases.suggested_category IS 'What the model would have said where it was not sure enough.';
COMMENT ON COLUMN router.cases.model IS 'The model that was asked: its version, and + the number of corrections learned on top.';
COMMENT ON COLUMN router.cases.language_by IS
    'What the language is known by: message, directory, model, merged; guess where none is known for sure.';
COMMENT ON COLUMN router.cases.tier_by IS
    'What decided the tier: publisher, rule:NAME, category, default, admin, merged.';
COMMENT ON COLUMN router.cases.spam_score IS 'How much the message looks like spam, 0 to 1; 1 where its sender is blocked.';
COMMENT ON COLUMN router.cases.heard_rules IS
    'The tier rules whose words stand in the opening message, as TIER.NAME, separated by spaces.';

-- Version 0 is built into the program and has no row. A model is never altered, and the newest holds.
CREATE TABLE router.triage_models (
    version int NOT NULL,
    model bytea NOT NULL,
    digest text NOT NULL,
    examples int NOT NULL,
    accuracy numeric,
    macro_f1 numeric,
    sure_from numeric,
    note text,
    trained_at timestamptz NOT NULL DEFAULT now(),
    trained_by text NOT NULL DEFAULT session_user,
    CONSTRAINT triage_models_pkey PRIMARY KEY (version),
    CONSTRAINT triage_models_counts CHECK (version > 0 AND examples >= 0)
);

-- What admins' case.categorize said about the text that opened a case, as hashed features: no text can be read from them.
CREATE TABLE router.corrections (
    id bigint GENERATED ALWAYS AS IDENTITY,
    partition int NOT NULL,
    "case" text COLLATE "C" NOT NULL,
    seq int NOT NULL,
    category text NOT NULL,
    features bytea NOT NULL,
    corrected_at timestamptz NOT NULL,
    CONSTRAINT corrections_pkey PRIMARY KEY (id),
    CONSTRAINT corrections_place_key UNIQUE (partition, "case", seq)
);
COMMENT ON COLUMN router.corrections.seq IS 'The decision of the case, in case_history, that corrected it.';
CREATE INDEX corrections_corrected_at ON router.corrections (corrected_at);

GRANT SELECT ON router.triage_models TO saypro_router;
GRANT SELECT, INSERT ON router.triage_models TO saypro_operator;
GRANT SELECT, INSERT ON router.corrections TO saypro_router;
GRANT SELECT ON router.corrections TO saypro_operator;
