package result

// Sample is what a made-up dossier says, for previews; answers of a form come from its own fields.
func Sample() Data {
	return Data{
		OwnerName: "NGUYỄN VĂN MẪU", OwnerNo: "001090000000", OwnerBirth: "01/01/1990", OwnerAddress: "Thôn Mẫu, xã Mẫu, huyện Mẫu",
		SubmitterName: "Nguyễn Thị Ví Dụ", Code: "X00.000.00-230810-0000", Procedure: "Thủ tục mẫu", ReceivedOn: "10/08/2023",
		Office: "Ủy ban nhân dân xã Mẫu", Above: "Ủy ban nhân dân huyện Mẫu", Place: "Xã Mẫu",
		Officer: "Cán bộ Mẫu", Position: "Công chức Tư pháp – Hộ tịch", Today: "ngày 10 tháng 8 năm 2023",
	}
}
