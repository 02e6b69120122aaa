#!/bin/sh
# Brings a Debian machine to where `make demo`, `make test`, `make ha` or `make verapdf` can run: setup.sh demo|test|ha|verapdf.
# As root it installs what is missing; as anybody else it says what to type. Run twice, it does nothing.
set -eu

missing=''
# need PACKAGE TEST…: the package is missing when the test fails.
need() {
	package=$1
	shift
	"$@" >/dev/null 2>&1 || missing="$missing $package"
}
any() { for command in "$@"; do command -v "$command" && return 0; done; return 1; }
file() { for name in "$@"; do [ -e "$name" ] && return 0; done; return 1; }

need ca-certificates file /etc/ssl/certs/ca-certificates.crt /etc/ssl/cert.pem /etc/pki/tls/certs/ca-bundle.crt
if [ "${1:-test}" = test ]; then
	need postgresql file /usr/lib/postgresql/*/bin/initdb "$(command -v initdb || echo /none)"
	need chromium any chromium chromium-browser google-chrome headless_shell
	need fonts-dejavu-core file /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
	need fonts-liberation2 file /usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf /usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf
	need poppler-utils any pdftotext
	need util-linux any flock
	need qpdf any qpdf
	need softhsm2 any softhsm2-util
	need opensc any pkcs11-tool
	need tesseract-ocr any tesseract
	need tesseract-ocr-vie file /usr/share/tesseract-ocr/*/tessdata/vie.traineddata
	need dpkg any dpkg-deb
	need libnss3-tools any certutil
	need clamav-daemon file /usr/sbin/clamd "$(command -v clamd || echo /none)"
fi
if [ "${1:-test}" = verapdf ]; then
	need default-jre-headless any java
	need libjaxb-java file /usr/share/java/jaxb-api.jar
	need npm any npm
fi
if [ "${1:-test}" = ha ]; then
	need postgresql file /usr/lib/postgresql/*/bin/initdb
	need patroni any patroni
	need etcd-server any etcd
	need haproxy any haproxy
	need python3-etcd file /usr/lib/python3/dist-packages/etcd
fi

if ! command -v go >/dev/null; then
	echo "Go is missing: https://go.dev/dl ($(grep '^go ' "$(dirname "$0")/../go.mod") or newer)" >&2
	exit 1
fi
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
	echo "Missing here:$missing" >&2
	echo "On Debian type:  sudo apt-get update && sudo apt-get install -y --no-install-recommends$missing" >&2
	exit 1
fi

# The tests bring up a PostgreSQL of their own; the one that Debian makes at installation is not
# started. The file that says so is ours only where there was none.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
	printf '#!/bin/sh\nexit 101\n' >"$policy"
	chmod 755 "$policy"
	trap 'rm -f "$policy"' EXIT
	trap 'exit 1' INT TERM
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086 # a list of packages
apt-get install -y -qq --no-install-recommends $missing
