-- Records of one area and month onto the area that it is today.
update "rec_{stream}" set area_code = $area where area_code = $code and period_start = $month
