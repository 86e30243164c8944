using Bogus;
using Massar.Infrastructure.Text;

namespace Massar.Infrastructure.Seeding;

/// <summary>A name in both scripts.</summary>
public readonly record struct TwoScripts(string Ar, string Latin);

/// <summary>Common Moroccan names, put together at random: whoever comes out exists only by coincidence.</summary>
public static class InventedNames
{
    private static readonly TwoScripts[] Boys = Both(
        "محمد أحمد يوسف عمر علي حمزة إبراهيم إسماعيل زكرياء سليمان أيوب يونس إلياس آدم هارون هشام خالد رشيد سعيد كريم نبيل جمال كمال بلال طارق زياد أنس أمين "
        + "أسامة أيمن أشرف أنور مصطفى مراد منير مهدي مروان معاذ ياسين ياسر هيثم سفيان سامي حسام حاتم نزار نوفل وسيم وليد رضا رضوان ريان رامي جواد عادل عماد عصام "
        + "عثمان علاء عمران بدر توفيق طه خليل زهير شعيب صابر صهيب غسان قاسم فيصل فؤاد لؤي منصف محسن مختار إدريس");

    private static readonly TwoScripts[] Girls = Both(
        "فاطمة خديجة عائشة مريم زينب سمية أسماء آية أمينة أميمة إسراء إيناس سارة سلمى سناء سعاد سميرة سهام سهيلة سكينة سلوى سامية سيرين حنان حسناء حليمة حورية نادية "
        + "نجاة نعيمة نور نورة نوال نهيلة نسرين نزهة ندى لطيفة ليلى لبنى لمياء لينا كوثر كنزة كريمة كاميليا فتيحة فردوس فدوى فرح وفاء وئام وصال رباب ربيعة رجاء رحمة رانيا ريم "
        + "جميلة جيهان عبلة عفاف بشرى بسمة بثينة خولة خلود شيماء صفاء صباح ضحى غيثة غزلان دعاء دنيا دينا منى منال مها مليكة ملاك إيمان إكرام ابتسام يسرى ياسمين هدى هند هاجر هبة");

    private static readonly TwoScripts[] Families = Both(
        "العلوي الإدريسي بنعلي العمراني المنصوري الناصري التازي البقالي الفيلالي القادري الشرقاوي المرابط الوزاني الودغيري العراقي بوزيدي الزياني الرحماني السعيدي الحسني المالكي "
        + "اليعقوبي الإسماعيلي العثماني الهاشمي القرشي الأنصاري الغزالي المراكشي الرباطي المكناسي الطنجاوي التطواني الوجدي السوسي الريفي الصحراوي الدكالي الشاوي الزموري الحياني "
        + "الجابري الحداد النجار الخياط الصباغ الدباغ العطار الفقيه الكاتب الراضي الصغير الكبير الطويل الأحمر الأزرق بلحاج بلعيد بلعربي بنعيسى بنموسى بنعمر بنسعيد بنحمو بنطالب "
        + "بوعياد بوطالب بوحسون أوحمو أمزيان أوعلي الوالي الزيتوني القباج السبتي لعلج الشامي المسعودي الموساوي العيساوي الحمداوي الدرقاوي البكري السعدي الجامعي العلام "
        + "النعيمي الغالي الخليفي الطالبي المعروفي حكيمي رحالي عمراني مرزوق");

    private static readonly TwoScripts[] Elders = Both("محمد أحمد علي الحسن الحسين عبدالله إبراهيم إدريس العربي المعطي الجيلالي بوشعيب ميلود الطاهر صالح مبارك لحسن حميد عمر سعيد");

    public static TwoScripts Boy(Randomizer draw) => draw.ArrayElement(Boys);

    public static TwoScripts Girl(Randomizer draw) => draw.ArrayElement(Girls);

    public static TwoScripts Family(Randomizer draw) => draw.ArrayElement(Families);

    /// <summary>A grandfather's first name, for "X son of Y".</summary>
    public static TwoScripts Elder(Randomizer draw) => draw.ArrayElement(Elders);

    private static TwoScripts[] Both(string arabic) =>
        [.. arabic.Split(' ').Distinct().Select(a => new TwoScripts(a, Transliteration.Propose(a)))];
}
