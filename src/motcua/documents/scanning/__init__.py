"""Paper into data: pages out of a scan, straightened, judged, packed, read. Knows nothing of dossiers.

The seeing is done by libraries (PDFium, OpenCV, ZXing, Tesseract where it is installed); here is only what a
desk needs of them (docs/decisions, «Imaging»).
"""
