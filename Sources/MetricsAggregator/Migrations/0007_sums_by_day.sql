-- Pages read a few measures of the last days, whatever came before. By the day alone all dimensions of a day were read to find
-- those of none, thirteen rows for one; by the measure the days of all years.

DROP INDEX metrics.day_sums_day, metrics.day_sums_place;
CREATE INDEX day_sums_place ON metrics.day_sums (day, dimensions, measure);
