-- Lists of what was decided in a span of time, such as signs of gaming in a week, read the pages of that time alone; rows
-- come in about the order of time, so that the index costs next to nothing.

CREATE INDEX case_history_time ON router.case_history USING brin (time) WITH (pages_per_range = 32);
