package sheet

import (
	"bytes"
	"regexp"
	"unicode/utf16"
)

// How each program that people have saves what is read here.
const (
	saveVi = " Hãy mở bằng Excel hoặc LibreOffice, chọn Lưu thành → “Excel Workbook (.xlsx)” rồi gửi lại."
	saveEn = ": open it in Excel or LibreOffice, choose Save as → “Excel Workbook (.xlsx)” and send it again"
)

func isZip(file []byte) bool { return bytes.HasPrefix(file, []byte("PK\x03\x04")) }

// foreign says what a file is that is known and not read, and how to save it so that it is.
func foreign(file []byte) *Refusal {
	switch {
	case len(file) == 0:
		return refuse("Tệp không có nội dung.", "the file is empty")
	case bytes.HasPrefix(file, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return compound(file)
	case bytes.HasPrefix(file, []byte("%PDF")):
		return refuse("Đây là tệp PDF, không phải bảng tính. Hãy gửi tệp .xlsx hoặc CSV.", "this is a PDF, not a spreadsheet: send an .xlsx or CSV file")
	case bytes.HasPrefix(file, []byte("\xff\xd8\xff")) || bytes.HasPrefix(file, []byte("\x89PNG")):
		return refuse("Đây là ảnh, không phải bảng tính. Hãy gửi tệp .xlsx hoặc CSV.", "this is a picture, not a spreadsheet: send an .xlsx or CSV file")
	case archive(file):
		return refuse("Đây là tệp nén. Hãy giải nén rồi gửi tệp .xlsx hoặc CSV bên trong.", "this is an archive: unpack it and send the .xlsx or CSV file that it holds")
	case bytes.HasPrefix(file, []byte("PK\x05\x06")):
		return refuse("Tệp nén này trống.", "the file is an empty archive")
	}
	return marked(file)
}

func archive(file []byte) bool {
	for _, sign := range []string{"\x1f\x8b", "Rar!", "7z\xbc\xaf\x27\x1c", "BZh", "\xfd7zXZ\x00", "\x28\xb5\x2f\xfd"} {
		if bytes.HasPrefix(file, []byte(sign)) {
			return true
		}
	}
	return false
}

// compound says what an OLE compound file is, by the names of the streams that it holds.
func compound(file []byte) *Refusal {
	holds := func(name string) bool {
		var units []byte
		for _, u := range utf16.Encode([]rune(name)) {
			units = append(units, byte(u), byte(u>>8))
		}
		return bytes.Contains(file, units)
	}
	switch {
	case holds("EncryptedPackage"):
		return refuse("Tệp được đặt mật khẩu nên không đọc được. Hãy mở bằng Excel, vào Tệp → Thông tin → Bảo vệ sổ làm việc → Mã hóa bằng mật khẩu, xóa mật khẩu, lưu rồi gửi lại.",
			"the file is protected with a password: open it in Excel, empty File → Info → Protect Workbook → Encrypt with Password, save it and send it again")
	case holds("WordDocument"):
		return refuse("Đây là văn bản Word, không phải bảng tính. Hãy gửi tệp .xlsx hoặc CSV.", "this is a Word document, not a spreadsheet: send an .xlsx or CSV file")
	case holds("Workbook") || holds("Book"):
		return refuse("Đây là tệp Excel kiểu cũ (.xls, Excel 97–2003)."+saveVi, "this is an old Excel file (.xls, Excel 97–2003)"+saveEn)
	}
	return refuse("Đây là tệp Office kiểu cũ, không phải .xlsx."+saveVi, "this is an old Office file, not an .xlsx"+saveEn)
}

var (
	html     = regexp.MustCompile(`(?i)^\s*<(!doctype html|html|head|body|meta|style|table|div)\b`)
	flatODS  = regexp.MustCompile(`^[^\x00]*<office:document\b`)
	excelXML = regexp.MustCompile(`^[^\x00]*urn:schemas-microsoft-com:office:spreadsheet`)
)

// marked says what a file of mark-up is, as many programs that write “.xls” make it.
func marked(file []byte) *Refusal {
	head := bytes.TrimPrefix(file[:min(len(file), 4096)], []byte("\ufeff"))
	switch {
	case html.Match(head):
		return refuse("Đây là trang web (HTML) mang tên bảng tính."+saveVi, "this is a web page (HTML) under a spreadsheet's name"+saveEn)
	case flatODS.Match(head):
		return refuse("Đây là bảng tính OpenDocument dạng XML (.fods)."+saveVi, "this is a flat OpenDocument spreadsheet (.fods)"+saveEn)
	case excelXML.Match(head):
		return refuse("Đây là bảng tính XML của Excel 2003."+saveVi, "this is an XML spreadsheet of Excel 2003"+saveEn)
	case bytes.HasPrefix(bytes.TrimSpace(head), []byte("<?xml")):
		return refuse("Đây là tệp XML, không phải bảng tính."+saveVi, "this is an XML file, not a spreadsheet"+saveEn)
	case bytes.HasPrefix(head, []byte(`{\rtf`)):
		return refuse("Đây là văn bản RTF, không phải bảng tính. Hãy gửi tệp .xlsx hoặc CSV.", "this is an RTF text, not a spreadsheet: send an .xlsx or CSV file")
	}
	return nil
}
