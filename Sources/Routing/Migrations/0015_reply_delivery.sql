-- The notifier tells the router by a letter that a reply has reached its user on no way, or has after all.

GRANT INSERT ON pipeline.mail_router TO saypro_notifier;
