using Massar.Features.Accounts;
using Massar.Features.Marks.Domain;
using Massar.Features.Reference;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;

namespace Massar.Features.Marks;

/// <summary>The well-known teacher keeps phrases of remarks in Arabic: some of the starting set, and own ones. In French nothing is kept yet.</summary>
public sealed class SeedPhrases : ISeed
{
    public int Order => 112;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var teacher = seeding.Of<SeededAccounts>().Demo(Roles.Teacher);
        List<(string Text, RemarkBand Band, RemarkTrend Trend)> kept =
        [
            ("تلميذ(ة) مثابر(ة)، نتائج مشرفة", RemarkBand.Excellent, RemarkTrend.Any),
            ("عمل متقن وحضور إيجابي في القسم", RemarkBand.VeryGood, RemarkTrend.Any),
            ("نتائج حسنة، المراجعة المنتظمة ترفعها", RemarkBand.Good, RemarkTrend.Any),
            ("تحسن مشجع، ليستمر الجهد", RemarkBand.Good, RemarkTrend.Up),
            ("نتائج متوسطة، إنجاز التمارين في البيت ضروري", RemarkBand.Fair, RemarkTrend.Any),
            ("تراجع ملحوظ، يلزم تدارك النقص قريبا", RemarkBand.Fair, RemarkTrend.Down),
            ("صعوبات في الأساسيات، الاستفادة من حصص الدعم ضرورية", RemarkBand.Weak, RemarkTrend.Any),
            ("ينتظر منه انتباه أكبر أثناء الدرس", RemarkBand.Any, RemarkTrend.Down),
        ];
        await seeding.Insert([.. kept.Select((p, i) => new RemarkPhrase { Id = seeding.NextId<RemarkPhrase>(), AccountId = teacher.Id, Language = "ar", Text = p.Text, Band = p.Band, Trend = p.Trend, Order = i + 1 })], ct);
    }
}
