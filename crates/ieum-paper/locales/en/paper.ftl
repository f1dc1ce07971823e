# Why a spreadsheet could not be read
sheet-refused-empty = The file has no rows to read. Put column names in the first row and the content below it.
sheet-refused-too-large = The file has { $megabytes } MB. Up to { $most } MB can be read; please send it in parts.
sheet-refused-unpacks-too-large = Unpacked, the file is larger than { $most } MB. Keep only the worksheet you need and save it again.
sheet-refused-too-many-rows = Nothing can be read from line { $line } on. Up to { $most } rows are read at once; please send it in parts.
sheet-refused-too-many-columns = There are { $found } columns. Up to { $most } can be read.
sheet-refused-too-many-cells = The used area has { $found } cells. Up to { $most } can be read; clear content far away from the table.
sheet-refused-too-much-text = The cells hold more than { $most } MB of text. Please send it in parts.
sheet-refused-encoding = The letters of line { $line } cannot be read. Save the file as UTF-8 or CP949 and send it again.
sheet-refused-not-a-sheet = This is a { $kind } file, not a spreadsheet. Save it as CSV, XLSX, XLS or ODS.
sheet-refused-locked = The file is locked with a password. Remove the password and send it again.
sheet-refused-no-such-sheet = There is no worksheet { $name }.
sheet-refused-broken = The file is damaged and cannot be read. Save it again in the program it comes from.

# Why a row could not be used
sheet-row-refused-blank = { $rows ->
    [one] One empty row.
   *[other] { $rows } empty rows.
}
sheet-row-refused-too-few-cells = There are { $expected } columns, and only { $found } cells.
sheet-row-refused-too-many-cells = There are { $expected } columns, and { $found } cells. Put content with commas in quotation marks.
sheet-row-refused-unclosed-quote = A quotation mark is opened and not closed.
sheet-row-refused-text-after-quote = Text follows a closing quotation mark. Write a quotation mark inside content twice.
sheet-row-refused-cell-too-long = A cell can hold up to { $most } letters.
sheet-row-refused-formula-error = A formula gives the error { $code }.
sheet-row-refused-not-json = JSON breaks off at letter { $column }.
sheet-row-refused-not-an-object = This is not a JSON object. Write one object a line.

# Why an upload was not taken
file-refused-could-run = Files that could run ({ $kind }) are not taken. Send a PDF or an image instead.
file-refused-mismatch = The content is { $kind }, but the file was sent as { $declared }. Check the file name ending.
