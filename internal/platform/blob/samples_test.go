package blob

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

const pdfText = "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// picture is a small one in which every pixel differs.
func picture() image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, 24, 16))
	for y := range 16 {
		for x := range 24 {
			m.Set(x, y, color.NRGBA{uint8(10 * x), uint8(15 * y), uint8(x * y), 255})
		}
	}
	return m
}

// jpegWith is the picture with segments put in right after its beginning.
func jpegWith(t testing.TB, segments ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), nil); err != nil {
		t.Fatal(err)
	}
	plain := b.Bytes()
	out := bytes.Clone(plain[:2])
	for _, s := range segments {
		out = append(out, s...)
	}
	return append(out, plain[2:]...)
}

func segmentOf(marker byte, part string) []byte {
	s := binary.BigEndian.AppendUint16([]byte{0xFF, marker}, uint16(len(part)+2))
	return append(s, part...)
}

// pngWith is the picture with chunks put in before its data, name and content in turn.
func pngWith(t testing.TB, chunks ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		t.Fatal(err)
	}
	const afterHead = 8 + 8 + 13 + 4
	plain := b.Bytes()
	out := bytes.Clone(plain[:afterHead])
	for i := 0; i < len(chunks); i += 2 {
		out = append(out, chunkOf(chunks[i], chunks[i+1])...)
	}
	return append(out, plain[afterHead:]...)
}

func chunkOf(name, content string) []byte {
	c := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	c = append(c, name+content...)
	return binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE([]byte(name+content)))
}

// exifOf is an Exif block of a phone: which way up, where, and by which phone.
func exifOf(order binary.AppendByteOrder, orientation uint16) string {
	begin := "MM\x00*"
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		begin = "II*\x00"
	}
	b := order.AppendUint32([]byte(begin), 8)
	b = order.AppendUint16(b, 2)
	for _, tag := range []uint16{0x8825, tagOrientation} { // position, orientation
		b = order.AppendUint16(b, tag)
		b = order.AppendUint16(b, 3)
		b = order.AppendUint32(b, 1)
		b = order.AppendUint16(b, orientation)
		b = order.AppendUint16(b, 0)
	}
	return string(b) + "\x00\x00\x00\x00GPS 20.4606,105.7575 SM-A125F"
}

func zipOf(t testing.TB, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(bytes.Repeat([]byte("<x/>"), 2000))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// compound is the head and the root of an old office file whose class is given.
func compound(class []byte) []byte {
	b := make([]byte, 20*512)
	copy(b, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	binary.LittleEndian.PutUint16(b[26:], 3)
	binary.LittleEndian.PutUint32(b[48:], 17) // the root stands far behind the head, as Word puts it
	copy(b[18*512+80:], class)
	return b
}

// hugePNG says in its head that it is 100,000 pixels wide and high.
func hugePNG() []byte {
	head := binary.BigEndian.AppendUint32(nil, 100_000)
	head = binary.BigEndian.AppendUint32(head, 100_000)
	return append([]byte(pngBegin), chunkOf("IHDR", string(head)+"\x08\x02\x00\x00\x00")...)
}
