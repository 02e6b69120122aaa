package blob

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/nha-san/nhasan/internal/platform/fault"
)

func cleaned(t *testing.T, content []byte, kind string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Clean(&b, bytes.NewReader(content), kind); err != nil {
		t.Fatalf("Clean: %v", err)
	}
	return b.Bytes()
}

// samePixels compares what a viewer sees.
func samePixels(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}

func wantSamePicture(t *testing.T, before, after []byte) {
	t.Helper()
	a, _, err := image.Decode(bytes.NewReader(before))
	if err != nil {
		t.Fatal(err)
	}
	b, _, err := image.Decode(bytes.NewReader(after))
	if err != nil {
		t.Fatalf("the cleaned picture cannot be read: %v", err)
	}
	if !samePixels(a, b) {
		t.Error("the picture changed")
	}
}

func TestAPhotographTellsNothingBesideItself(t *testing.T) {
	photo := jpegWith(t,
		segmentOf(mAPP0, "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x01\x01thumbnail"),
		segmentOf(mAPP1, "Exif\x00\x00"+exifOf(binary.LittleEndian, 1)),
		segmentOf(mAPP1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>GPSLatitude</x:xmpmeta>"),
		segmentOf(mAPP2, "ICC_PROFILE\x00\x01\x01colours"),
		segmentOf(mAPP2, "MPF\x00further pictures"),
		segmentOf(0xED, "Photoshop 3.0\x008BIM owner"),
		segmentOf(mCOM, "taken in Chi Nê"),
	)
	photo = append(photo, jpegWith(t, segmentOf(mAPP1, "Exif\x00\x00"+exifOf(binary.BigEndian, 1)))...)
	got := cleaned(t, photo, JPEG)
	for _, secret := range []string{"GPS", "SM-A125F", "Exif", "xmpmeta", "thumbnail", "further", "owner", "Chi N"} {
		if bytes.Contains(got, []byte(secret)) {
			t.Errorf("the cleaned photograph still tells %q", secret)
		}
	}
	if !bytes.Contains(got, []byte("colours")) {
		t.Error("the colour profile is gone")
	}
	wantSamePicture(t, photo, got)
	if again := cleaned(t, got, JPEG); !bytes.Equal(again, got) {
		t.Error("cleaning a clean picture changed it")
	}
}

func TestATurnedPhotographStaysTurned(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		photo := jpegWith(t, segmentOf(mAPP1, "Exif\x00\x00"+exifOf(order, 6)))
		got := cleaned(t, photo, JPEG)
		at := bytes.Index(got, exifName)
		if at < 0 {
			t.Fatal("the Exif block is gone, and with it which way is up")
		}
		if o := orientation(got[at+len(exifName):]); o != 6 {
			t.Errorf("orientation is %d, want 6", o)
		}
		if bytes.Contains(got, []byte("GPS")) {
			t.Error("the position is still there")
		}
		shot := cleaned(t, pngWith(t, "eXIf", exifOf(order, 6)), PNG)
		if at := bytes.Index(shot, []byte("eXIf")); at < 0 || orientation(shot[at+4:]) != 6 {
			t.Error("a turned PNG did not stay turned")
		}
	}
}

func TestAProgressivePhotographWithRestartsIsKept(t *testing.T) {
	scan := []byte{1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4, 0xFF, 0xFF, 0xD1, 5}
	file := bytes.Join([][]byte{
		{0xFF, mSOI}, segmentOf(0xC2, "frame"), segmentOf(mSOS, "one"), scan,
		segmentOf(0xC4, "tables"), segmentOf(mSOS, "two"), scan, {0xFF, mEOI}, []byte("behind"),
	}, nil)
	want := bytes.ReplaceAll(file[:len(file)-len("behind")], []byte{0xFF, 0xFF, 0xD1}, []byte{0xFF, 0xD1})
	if got := cleaned(t, file, JPEG); !bytes.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestAScreenshotTellsNothingBesideItself(t *testing.T) {
	shot := pngWith(t,
		"tEXt", "Author\x00Bùi Thị A", "iTXt", "XML:com.adobe.xmp\x00GPS", "zTXt", "Comment\x00\x00secret",
		"eXIf", exifOf(binary.BigEndian, 1), "tIME", "\x07\xE7\x01\x01\x00\x00\x00", "caBX", "maker",
		"gAMA", "\x00\x00\xB1\x8F")
	shot = append(shot, "behind the end"...)
	got := cleaned(t, shot, PNG)
	for _, secret := range []string{"tEXt", "iTXt", "zTXt", "eXIf", "tIME", "caBX", "behind"} {
		if bytes.Contains(got, []byte(secret)) {
			t.Errorf("the cleaned picture still holds %q", secret)
		}
	}
	if !bytes.Contains(got, []byte("gAMA")) {
		t.Error("the colours' gamma is gone")
	}
	wantSamePicture(t, shot, got)
}

func TestBrokenPicturesAreRefused(t *testing.T) {
	flipped := pngWith(t)
	flipped[len(flipped)-20] ^= 1
	for name, c := range map[string]struct {
		content []byte
		kind    string
	}{
		"no beginning":              {[]byte("hello"), JPEG},
		"nothing":                   {nil, PNG},
		"photograph without end":    {bytes.TrimSuffix(jpegWith(t), []byte{0xFF, mEOI}), JPEG},
		"segment cut":               {jpegWith(t)[:30], JPEG},
		"segment too short":         {[]byte{0xFF, mSOI, 0xFF, mCOM, 0, 1}, JPEG},
		"png without end":           {pngWith(t)[:60], PNG},
		"png with a flipped bit":    {flipped, PNG},
		"png with an unknown organ": {pngWith(t, "ABCD", "?"), PNG},
		"png that promises 4 GB":    {append([]byte(pngBegin), "\xFF\xFF\xFF\xFFIDATx"...), PNG},
	} {
		t.Run(name, func(t *testing.T) {
			err := Clean(&bytes.Buffer{}, bytes.NewReader(c.content), c.kind)
			wantFault(t, err, fault.Invalid, "blob.image-broken")
		})
	}
}

func TestTheReceiptNamesTheCleanedBytes(t *testing.T) {
	s, _ := openStore(t)
	photo := jpegWith(t, segmentOf(mAPP1, "Exif\x00\x00"+exifOf(binary.LittleEndian, 1)))
	ref := put(t, s, photo)
	if ref != put(t, s, jpegWith(t)) {
		t.Error("the photograph with a position and the one without are kept under different names")
	}
	got := read(t, s, ref)
	if strings.Contains(got, "GPS") || int64(len(got)) != ref.Size {
		t.Errorf("%d bytes came back, Ref says %d; position inside: %v", len(got), ref.Size, strings.Contains(got, "GPS"))
	}
}

func FuzzCleanJPEG(f *testing.F) {
	f.Add(jpegWith(f, segmentOf(mAPP1, "Exif\x00\x00"+exifOf(binary.LittleEndian, 8)), segmentOf(mCOM, "x")))
	f.Add([]byte{0xFF, mSOI, 0xFF, mSOS, 0, 2, 1, 0xFF, 0, 0xFF, mEOI})
	f.Fuzz(func(t *testing.T, in []byte) { checkClean(t, in, JPEG) })
}

func FuzzCleanPNG(f *testing.F) {
	f.Add(pngWith(f, "tEXt", "a\x00b", "eXIf", exifOf(binary.BigEndian, 3)))
	f.Fuzz(func(t *testing.T, in []byte) { checkClean(t, in, PNG) })
}

// checkClean holds for any input: what is accepted is no larger than it was (but for the few bytes
// of a rewritten Exif block), is clean after one cleaning, and shows the same picture.
func checkClean(t *testing.T, in []byte, kind string) {
	var once, twice bytes.Buffer
	if Clean(&once, bytes.NewReader(in), kind) != nil {
		return
	}
	if once.Len() > len(in)+64 {
		t.Fatalf("%d bytes became %d", len(in), once.Len())
	}
	if err := Clean(&twice, bytes.NewReader(once.Bytes()), kind); err != nil {
		t.Fatalf("a cleaned picture was refused: %v", err)
	}
	if !bytes.Equal(once.Bytes(), twice.Bytes()) {
		t.Fatal("cleaning twice differs from cleaning once")
	}
	decode, config := jpeg.Decode, jpeg.DecodeConfig
	if kind == PNG {
		decode, config = png.Decode, png.DecodeConfig
	}
	if head, err := config(bytes.NewReader(in)); err != nil || head.Width*head.Height > 1<<16 {
		return // too slow to compare, and the parts are the same
	}
	before, err := decode(bytes.NewReader(in))
	if err != nil {
		return
	}
	after, err := decode(bytes.NewReader(once.Bytes()))
	if err != nil || !samePixels(before, after) {
		t.Fatalf("the cleaned picture is another one (%v)", err)
	}
}

func FuzzOfficeKind(f *testing.F) {
	f.Add(zipOf(f, "[Content_Types].xml", "word/document.xml"))
	f.Add(compound(wordClass))
	f.Fuzz(func(t *testing.T, in []byte) {
		officeKind(bytes.NewReader(in), int64(len(in)))
		oldWord(bytes.NewReader(in))
	})
}
