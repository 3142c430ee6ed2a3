-- Records of one area and month, in what files say or in what reports rest on ({table}), onto the area that it is today.
update {table} set area_code = $area where area_code = $code and period_start = $month
