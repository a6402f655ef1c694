-- Another number of partitions, set while no program runs: the log is numbered anew behind everything it has had, and each
-- stage knows what it has handled of it. While that is under way `settings` has no row, so that no program begins.

ALTER TABLE pipeline.settings
    ADD COLUMN first_seq bigint NOT NULL DEFAULT 1,
    ADD COLUMN doors int NOT NULL DEFAULT 0;
COMMENT ON COLUMN pipeline.settings.first_seq IS 'The number of the first event that a topic''s partition has had.';
COMMENT ON COLUMN pipeline.settings.doors IS
    'How many inbound streams publishers may still write to, where that is more than there are partitions.';

CREATE TABLE pipeline.repartitioning (
    singleton boolean PRIMARY KEY DEFAULT true CONSTRAINT repartitioning_one_row CHECK (singleton),
    from_count int NOT NULL,
    to_count int NOT NULL,
    first_seq bigint NOT NULL,
    marker_seq bigint NOT NULL,
    doors int NOT NULL,
    began_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE pipeline.repartitioning IS 'The change that is under way; its row takes the place of that of settings.';
COMMENT ON COLUMN pipeline.repartitioning.marker_seq IS 'The number of the event that begins each partition.';

CREATE TABLE pipeline.repartitioned (
    step text PRIMARY KEY,
    done_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE pipeline.repartitioned IS 'The steps of the change that are done, each noted in its own transaction.';

CREATE TABLE pipeline.places (
    topic text NOT NULL,
    partition int NOT NULL,
    seq bigint NOT NULL,
    new_partition int NOT NULL,
    new_seq bigint NOT NULL,
    waits_for text[] NOT NULL,
    CONSTRAINT places_pkey PRIMARY KEY (topic, partition, seq)
);
COMMENT ON TABLE pipeline.places IS 'Where each event goes while the change is under way; empty otherwise.';
COMMENT ON COLUMN pipeline.places.waits_for IS 'The stages that have not handled it.';

-- A position says that all before it was handled. What a stage had handled of a partition's tail, while another partition
-- with which that was joined was further behind, lies beyond it.
CREATE TABLE pipeline.handled_before (
    partition int NOT NULL,
    stage text NOT NULL,
    topic text NOT NULL,
    from_seq bigint NOT NULL,
    upto_seq bigint NOT NULL,
    CONSTRAINT handled_before_pkey PRIMARY KEY (partition, stage, topic, from_seq),
    CONSTRAINT handled_before_range CHECK (from_seq <= upto_seq)
);
GRANT SELECT ON pipeline.handled_before TO
    saypro_ingest, saypro_router, saypro_notifier, saypro_sla_monitor, saypro_survey, saypro_metrics_aggregator,
    saypro_operator;
GRANT SELECT ON pipeline.repartitioning, pipeline.repartitioned TO saypro_operator;

-- CRC-32 (IEEE), by which publishers and programs find a key's partition; a statement a byte, since the server has none.
CREATE FUNCTION pipeline.crc32(value text) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    remainders CONSTANT bigint[] := ARRAY[
        0, 1996959894, 3993919788, 2567524794, 124634137, 1886057615, 3915621685, 2657392035, 249268274, 2044508324,
        3772115230, 2547177864, 162941995, 2125561021, 3887607047, 2428444049, 498536548, 1789927666, 4089016648,
        2227061214, 450548861, 1843258603, 4107580753, 2211677639, 325883990, 1684777152, 4251122042, 2321926636,
        335633487, 1661365465, 4195302755, 2366115317, 997073096, 1281953886, 3579855332, 2724688242, 1006888145,
        1258607687, 3524101629, 2768942443, 901097722, 1119000684, 3686517206, 2898065728, 853044451, 1172266101,
        3705015759, 2882616665, 651767980, 1373503546, 3369554304, 3218104598, 565507253, 1454621731, 3485111705,
        3099436303, 671266974, 1594198024, 3322730930, 2970347812, 795835527, 1483230225, 3244367275, 3060149565,
        1994146192, 31158534, 2563907772, 4023717930, 1907459465, 112637215, 2680153253, 3904427059, 2013776290,
        251722036, 2517215374, 3775830040, 2137656763, 141376813, 2439277719, 3865271297, 1802195444, 476864866,
        2238001368, 4066508878, 1812370925, 453092731, 2181625025, 4111451223, 1706088902, 314042704, 2344532202,
        4240017532, 1658658271, 366619977, 2362670323, 4224994405, 1303535960, 984961486, 2747007092, 3569037538,
        1256170817, 1037604311, 2765210733, 3554079995, 1131014506, 879679996, 2909243462, 3663771856, 1141124467,
        855842277, 2852801631, 3708648649, 1342533948, 654459306, 3188396048, 3373015174, 1466479909, 544179635,
        3110523913, 3462522015, 1591671054, 702138776, 2966460450, 3352799412, 1504918807, 783551873, 3082640443,
        3233442989, 3988292384, 2596254646, 62317068, 1957810842, 3939845945, 2647816111, 81470997, 1943803523,
        3814918930, 2489596804, 225274430, 2053790376, 3826175755, 2466906013, 167816743, 2097651377, 4027552580,
        2265490386, 503444072, 1762050814, 4150417245, 2154129355, 426522225, 1852507879, 4275313526, 2312317920,
        282753626, 1742555852, 4189708143, 2394877945, 397917763, 1622183637, 3604390888, 2714866558, 953729732,
        1340076626, 3518719985, 2797360999, 1068828381, 1219638859, 3624741850, 2936675148, 906185462, 1090812512,
        3747672003, 2825379669, 829329135, 1181335161, 3412177804, 3160834842, 628085408, 1382605366, 3423369109,
        3138078467, 570562233, 1426400815, 3317316542, 2998733608, 733239954, 1555261956, 3268935591, 3050360625,
        752459403, 1541320221, 2607071920, 3965973030, 1969922972, 40735498, 2617837225, 3943577151, 1913087877, 83908371,
        2512341634, 3803740692, 2075208622, 213261112, 2463272603, 3855990285, 2094854071, 198958881, 2262029012,
        4057260610, 1759359992, 534414190, 2176718541, 4139329115, 1873836001, 414664567, 2282248934, 4279200368,
        1711684554, 285281116, 2405801727, 4167216745, 1634467795, 376229701, 2685067896, 3608007406, 1308918612,
        956543938, 2808555105, 3495958263, 1231636301, 1047427035, 2932959818, 3654703836, 1088359270, 936918000,
        2847714899, 3736837829, 1202900863, 817233897, 3183342108, 3401237130, 1404277552, 615818150, 3134207493,
        3453421203, 1423857449, 601450431, 3009837614, 3294710456, 1567103746, 711928724, 3020668471, 3272380065,
        1510334235, 755167117
    ];
    bytes CONSTANT bytea := convert_to(value, 'UTF8');
    crc bigint := 4294967295;
BEGIN
    FOR place IN 0 .. octet_length(bytes) - 1 LOOP
        crc := remainders[((crc # get_byte(bytes, place)) & 255) + 1] # (crc >> 8);
    END LOOP;
    RETURN crc # 4294967295;
END
$$;

CREATE FUNCTION pipeline.partition_of(key text, count int) RETURNS int
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT (pipeline.crc32(key) % count)::int $$;
