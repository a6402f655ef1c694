-- What ingest may change of rows that it has written, to take a person out of them.

GRANT UPDATE (conversation, author, id, text, attachments, extra) ON ingest.messages TO saypro_ingest;
GRANT UPDATE (conversation, id, raw, encoded, is_cut) ON ingest.rejected TO saypro_ingest;
