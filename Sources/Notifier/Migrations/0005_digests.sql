-- Timers of digests ended where they went off while the policy had no digest, and never began where it had none yet: each
-- active admin has one, which the notifier sets to its time.

INSERT INTO pipeline.timers_notifier (partition, stage, key, due, conversation, fields)
SELECT partition, 'notifier', 'digest:' || id, now(), id, json_build_object('admin', id)::text
FROM notifier.people WHERE audience = 'admin' AND active
ON CONFLICT (partition, stage, key) DO NOTHING;
