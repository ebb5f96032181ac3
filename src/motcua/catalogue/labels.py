"""What the codes of a procedure file are called when people read them."""

from collections.abc import Mapping

LEVELS: Mapping[str, str] = {"province": "Cấp tỉnh", "commune": "Cấp xã"}
AUDIENCES: Mapping[str, str] = {
    "citizen": "Công dân Việt Nam",
    "overseas_vietnamese": "Người Việt Nam định cư ở nước ngoài",
    "foreigner": "Người nước ngoài",
    "enterprise": "Doanh nghiệp",
    "organisation": "Tổ chức",
    "cooperative": "Hợp tác xã",
    "household_business": "Hộ kinh doanh",
}
EVENTS: Mapping[str, str] = {
    "birth": "Sinh con",
    "marriage": "Kết hôn",
    "residence": "Chuyển chỗ ở",
    "home": "Nhà và đất",
    "business": "Kinh doanh",
    "vehicle": "Xe cộ, lái xe",
    "papers": "Giấy tờ, bản sao",
    "support": "Trợ cấp, bảo hiểm",
    "work": "Việc làm",
    "death": "Người thân qua đời",
}
CHANNELS: Mapping[str, str] = {
    "online": "Nộp trực tuyến",
    "counter": "Nộp tại quầy",
    "post": "Gửi qua bưu chính",
}
# NĐ 224/2026/NĐ-CP Điều 14.
SERVICE_LEVELS: Mapping[str, str] = {
    "full": "Dịch vụ công trực tuyến toàn trình",
    "partial": "Dịch vụ công trực tuyến một phần",
    "information": "Cung cấp thông tin, chưa nộp trực tuyến được",
}
REACHES = {
    "none": "Chỉ tại nơi có thẩm quyền",
    "province": "Mọi nơi trong tỉnh",
    "nationwide": "Mọi nơi trong cả nước",
}
