-- The steps of promises' ladders that the router has taken: each once for each clock, even where a clock is corrected and
-- breaks again. Read and written only by batches in which a ladder asks for something.
CREATE TABLE router.ladder_steps (
    partition int NOT NULL,
    "case" text COLLATE "C" NOT NULL,
    clock text COLLATE "C" NOT NULL,
    step text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ladder_steps_pkey PRIMARY KEY (partition, "case", clock, step)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON router.ladder_steps TO saypro_router;
GRANT SELECT ON router.ladder_steps TO saypro_operator;
