-- A survey's token is worth another answer also once it was used: the command that answers holds it too.

CREATE OR REPLACE VIEW api.events AS
SELECT e.topic, e.partition, e.seq, e.type, e.v, e.event, e.time, e.conversation, e."case", e.cause,
       CASE e.type
           WHEN 'survey.sent' THEN e.fields::jsonb - 'token'
           WHEN 'survey.answer' THEN e.fields::jsonb - 'survey'
           ELSE e.fields::jsonb
       END AS fields
FROM pipeline.events AS e;
