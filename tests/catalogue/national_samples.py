"""Records as a crawler would bring them, invented for the tests: same shape, same mess, nobody's words."""

from typing import Any

FURNITURE = "Từ khóaKhông có thông tinMô tảKhông có thông tinNộp hồ sơ"
WAYS = "Hình thức nộpThời gianPhí, lệ phíMô tả"
PAPERS = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
BASES = "Tên văn bản pháp lýMã văn bản"


def crawled(**changes: Any) -> dict[str, Any]:
    """A record in which everything can be read."""
    record = {
        "bo": "bo-thu-nghiem",
        "ma_thu_tuc": "9.800001",
        "ten_thu_tuc": "Cấp phép nuôi cá cảnh tại công viên",
        "so_quyet_dinh": "1/QĐ-THU",
        "loai_thu_tuc": "Loại khác",
        "linh_vuc": "Cá cảnh",
        "cap_thuc_hien": "Cấp tỉnh, Cấp xã",
        "doi_tuong_thuc_hien": "Tổ chức (không bao gồm doanh nghiệp, HTX), Công dân Việt Nam",
        "co_quan_thuc_hien": "Ủy ban nhân dân cấp Xã",
        "co_quan_co_tham_quyen": "",
        "co_quan_duoc_uy_quyen": "",
        "co_quan_phoi_hop": "",
        "dia_chi_tiep_nhan": "",
        "trinh_tu_thuc_hien": "Bước 1: Nộp đơn.\nBước 2: Nhận giấy phép.",
        "cach_thuc_thuc_hien": f"{WAYS}Trực tuyến3 Ngày làm việc50,000 Việt Nam Đồng(mỗi bể)Nộp trên cổng."
        "Trực tiếp5 NgàyMiễn phíTrực tiếp tại quầy thì mang theo ảnh."
        "Dịch vụ bưu chính2 ThángKhông có thông tin",
        "thanh_phan_ho_so": f"--{PAPERS}Đơn đề nghị;Mẫu 01.docx1 bản chínhẢnh bể cá0 bản chính,2 bản sao",
        "can_cu_phap_ly": f"{BASES}Luật Cá cảnh01/2030/QH20Thông tư hướng dẫn2/2030/TT-BCC",
        "ket_qua_xu_ly": f"Giấy phép nuôi cáMã: KQ.G99.800001Thẻ người nuôi cáMã: KQ.G99.800002{FURNITURE}",
        "yeu_cau_dieu_kien": "Không có thông tin",
        "thu_tuc_lien_quan": "Không có thông tin",
        "detail_url": "",
    }
    return {**record, **changes}


def structured(**changes: Any) -> dict[str, Any]:
    """The same procedure as the service LayThuTuc would answer."""
    record = {
        "MATTHC": "9.800001",
        "TENTTHC": "Cấp phép nuôi cá cảnh tại công viên",
        "TRINHTUTHUCHIEN": [{"TRUONGHOP": "", "TRINHTU": ["Nộp đơn.", "Nhận giấy phép."]}],
        "CACHTHUCTHUCHIEN": [
            {
                "KENH": "2",
                "THOIGIAN": [
                    {
                        "THOIGIANGIAIQUYET": "3",
                        "DONVITINH": "Ngày làm việc",
                        "MOTA": "",
                        "PHILEPHI": [{"SOTIEN": "50000", "DONVI": "Đồng", "MOTA": "mỗi bể"}],
                    }
                ],
            }
        ],
        "THANHPHANHOSO": [
            {"TRUONGHOP": "", "GIAYTO": [{"TENGIAYTO": "Đơn đề nghị", "SOBANCHINH": "1", "SOBANSAO": "0"}]}
        ],
        "KETQUATHUCHIEN": [{"TENKETQUA": "Giấy phép nuôi cá", "MAKETQUA": "KQ.G99.800001"}],
        "CANCUPHAPLY": [{"SOKYHIEU": "01/2030/QH20", "TRICHYEU": "Luật Cá cảnh"}],
        "COQUANTHUCHIEN": [{"TENCOQUAN": "Ủy ban nhân dân cấp Xã"}],
        "MOTADOITUONGTHUCHIEN": "Công dân Việt Nam",
        "YEUCAU": "",
        "TRANGTHAI": "Còn hiệu lực",
    }
    return {**record, **changes}
