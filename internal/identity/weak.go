package identity

import (
	"strings"
	"unicode"

	"github.com/nha-san/nhasan/internal/platform/text"
)

// weakWords are what guessers try first, without marks: of the world, of the country, of offices. A password is weak when
// nothing of it is left once these, runs of keys and digits and signs are taken out.
var weakWords = strings.Fields(`password passwd pass passw0rd matkhau mkhau admin administrator root user login guest test demo changeme default secret welcome
	letmein master super superman batman pokemon dragon monkey football baseball basketball soccer hockey liverpool chelsea arsenal barcelona juventus realmadrid iloveyou loveyou
	love lover lovely sunshine princess flower angel baby sweet honey shadow michael jordan jennifer ashley daniel thomas robert andrew charlie jessica
	computer internet windows samsung nokia iphone google facebook youtube zalo starwars whatever trustno freedom hello killer summer winter spring autumn
	monday january december chocolate cheese cookie banana orange purple silver golden diamond money
	anhyeuem emyeuanh yeuem yeuanh emyeu anhyeu tinhyeu gaucon concho conmeo bome giadinh hanhphuc matkhaumoi khongbiet khongcho dangnhap taikhoan
	vietnam vietnamese hanoi saigon tphcm danang haiphong hoabinh phutho hue dalat cantho bachho hochiminh
	nhasan motcua ubnd uybannhandan uyban nhandan huyen tinh chutich phochutich truongphong chuyenvien congchuc canbo vanthu tuphap hotich diachinh congan quantri
	dichvucong vneid cccd hanhchinh xa phuong thon qwerty qwertyuiop asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc wasd abc abcd abcde abcdef abcdefgh aaa zzz xyz`)

// leet are signs that guessers read as letters.
var leet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

// weak tells whether a password is of the sort that is tried first: words of the list, or given ones, with digits and
// signs around them.
func weak(password string, more ...string) bool {
	folded := strings.ToLower(text.Plain(password))
	return nothingLeft(folded, more) || nothingLeft(leet.Replace(folded), more)
}

func nothingLeft(s string, more []string) bool {
	left := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
	if left == "" { // digits and signs alone: days, telephones, runs of keys
		return true
	}
	return cover(left, append(weakWords[:len(weakWords):len(weakWords)], more...))
}

// cover tells whether s is a row of the words, with at most three letters over.
func cover(s string, words []string) bool {
	least := make([]int, len(s)+1) // letters of the first i that no word covers
	for i := 1; i <= len(s); i++ {
		least[i] = least[i-1] + 1
		for _, w := range words {
			if len(w) > 0 && len(w) <= i && s[i-len(w):i] == w {
				least[i] = min(least[i], least[i-len(w)])
			}
		}
	}
	return least[len(s)] <= 3 && least[len(s)] < len(s)
}
