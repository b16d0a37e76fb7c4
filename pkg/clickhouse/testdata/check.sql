SELECT measure, sum(amount), sum(checksum), max(position) FROM rollup WHERE grain = 1 GROUP BY measure
