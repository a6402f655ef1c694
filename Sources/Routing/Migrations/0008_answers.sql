-- What the knowledge base did about a case. The columns may be left out by programs of the version before.

ALTER TABLE router.cases
    ADD COLUMN answered_by text,
    ADD COLUMN suggested_article text;
COMMENT ON COLUMN router.cases.answered_by IS
    'The article that went out as the answer when the case was opened; a person answered too if there is a first reply.';
COMMENT ON COLUMN router.cases.suggested_article IS 'The article that the admin is shown; not sure enough to go out.';
