package street

import "math/rand/v2"

// The sample people are put together from common surnames and given-name characters. Any likeness is chance; their numbers carry area codes
// that were never assigned.

const (
	surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
	female   = "芳娜敏静丽艳娟霞秀兰燕玲桂英雪梅萍红玉洁琳婷慧莹倩云莉欣怡佳悦蕾薇菲瑶妍雅晴岚珍珠素清月桃荷菊"
	male     = "伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆旭峰志亮建国文海林松柏江山东升昊然博毅恒诚晨"
	neutral  = "子一思梓嘉晓小新春永安宁乐天青雨"
)

// rare are whole names with characters that poor fonts and old encodings lose.
var rare = []string{"䶮", "𬭎", "𫖯", "𠅤", "㛃", "骣", "劐", "堃", "喆", "翀"}

// minority are names whose parts are joined by the middle dot, with the ethnic code of the card.
var minority = []struct{ name, code string }{
	{"阿依古丽·买买提", "05"}, {"巴特尔·苏和", "02"}, {"迪丽娜尔·艾山", "05"}, {"叶尔兰·哈比", "17"}, {"扎西·次仁顿珠", "04"},
}

// name draws a name for a person of the sex and answers the ethnic code that goes with it.
func name(r *rand.Rand, surname rune, woman bool) (full, ethnic string) {
	if r.IntN(300) == 0 {
		m := minority[r.IntN(len(minority))]
		return m.name, m.code
	}
	given := male
	if woman {
		given = female
	}
	full = string(surname)
	if r.IntN(3) > 0 {
		full += string(pick(r, given+neutral))
	}
	if r.IntN(150) == 0 {
		return full + rare[r.IntN(len(rare))], "01"
	}
	return full + string(pick(r, given)), "01"
}

// surname draws one, the common ones more often.
func surname(r *rand.Rand) rune {
	all := []rune(surnames)
	return all[min(r.IntN(len(all)), r.IntN(len(all)))]
}

func pick(r *rand.Rand, from string) rune {
	all := []rune(from)
	return all[r.IntN(len(all))]
}
