using System.Text;
using Massar.Features.Accounts;
using Massar.Features.Accounts.Domain;
using Massar.Features.Classes;
using Massar.Features.Enrollments;
using Massar.Features.Pupils;
using Massar.Features.Reference;
using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;

namespace Massar.Features.Resources;

/// <summary>
/// Lessons for the levels of the well-known pupil, of the well-known guardian's children and of the well-known teacher's classes: published with a
/// text and a sound, one that waits for the inspector, one returned, one draft. Words are written here, sounds are computed.
/// </summary>
public sealed class Seed : ISeed
{
    private const int Subjects = 3;

    private static readonly (string Ar, string Fr)[] Titles = [("مراجعة الدرس في عشر دقائق", "La leçon revue en dix minutes"), ("أسئلة وأجوبة قبل الفرض", "Questions et réponses avant le contrôle"), ("كيف نراجع مادة", "Comment réviser une matière")];

    private static readonly string[] Paragraphs =
    [
        "نبدأ بقراءة عنوان الدرس ونسأل أنفسنا: ماذا نعرف عنه؟ نكتب كل ما نتذكره في ورقة دون أن نفتح الدفتر.",
        "نقرأ الدرس مرة واحدة من أوله إلى آخره. لا نحفظ شيئا في هذه المرة، بل نبحث عن الأفكار الكبيرة ونضع خطا تحت كل واحدة.",
        "نغلق الدفتر ونشرح كل فكرة بصوت مسموع كأننا نشرحها لأخ أصغر. ما لم نستطع شرحه نرجع إليه وحده.",
        "ننجز تمرينا سهلا ثم تمرينا أصعب، ونصحح بأنفسنا قبل أن ننظر إلى الحل. الخطأ يكتب في دفتر صغير مع سببه.",
        "بعد يومين نعيد الشرح دون دفتر. ما بقي في الذاكرة فهو لنا، وما ضاع نقرؤه مرة أخيرة قبل الفرض.",
        "Pour réviser : fermer le cahier, expliquer à voix haute, refaire un exercice sans regarder la solution, noter chaque erreur avec sa cause, recommencer deux jours après.",
    ];

    public int Order => 167;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, accounts, pupils, enrollments) = (seeding.Of<SeededYears>(), seeding.Of<SeededAccounts>(), seeding.Of<SeededPupils>(), seeding.Of<SeededEnrollments>());
        var (year, today) = (years.Current.Id, years.Today);
        var (teacher, inspector) = (accounts.Demo(Roles.Teacher), accounts.Demo(Roles.Inspector));
        var (guardian, pupil) = (accounts.Demo(Roles.Guardian), accounts.Demo(Roles.Pupil));
        var watched = (pupils.Guardians.FirstOrDefault(g => g.Id == guardian.GuardianId)?.PupilIds ?? []).Append(pupil.PupilId ?? 0).ToHashSet();
        var classes = seeding.Of<SeededClasses>().Of(year).ToList();
        var draw = seeding.Draw("resources");
        List<LessonResource> resources = [];
        List<ResourceVariant> variants = [];
        List<ResourcePiece> pieces = [];

        var text = Encoding.UTF8.GetBytes(string.Join('\n', Paragraphs));
        foreach (var of in classes.Where(c => enrollments.In(c.Id).Any(e => e.LeftOn is null && watched.Contains(e.PupilId))).DistinctBy(c => (c.LevelCode, c.StreamCode)))
            foreach (var (teaching, n) in of.Teachings.Where(t => accounts.OfEmployee(t.TeacherId) is not null).Take(Subjects).Select((t, n) => (t, n)))
            {
                var made = Make(of, teaching, accounts.OfEmployee(teaching.TeacherId)!, n, -20 + 5 * n);
                Add(made, VariantKind.Text, text, "text/plain; charset=utf-8", -21 + 5 * n);
                if (n < 2) Add(made, VariantKind.Audio, Tone.Wav(10 + 5 * n, 220 + 40 * n), "audio/wav", -21 + 5 * n);
                _ = made.Send(1, At(-21 + 5 * n));
                _ = made.Publish(Hands.Only(inspector.Id), isFamily: false, At(-20 + 5 * n));
            }

        if (classes.Where(c => c.SchoolId == teacher.PlaceId).Select(c => (Class: c, Teaching: c.Teachings.FirstOrDefault(t => t.TeacherId == teacher.EmployeeId))).FirstOrDefault(c => c.Teaching is not null) is { Teaching: { } own, Class: { } taught })
            for (var n = 0; n < 3; n++)
            {
                var made = Make(taught, own, teacher, n, -6 + n);
                Add(made, VariantKind.Text, text, "text/plain; charset=utf-8", -6 + n);
                if (n > 0) _ = made.Send(1, At(-4 + n));
                if (n == 1) _ = made.Return("الفقرة الثانية تخص مستوى آخر. المرجو ملاءمتها مع البرنامج", Hands.Only(inspector.Id), isFamily: false, At(-1));
            }

        await seeding.Insert(resources, ct);
        await seeding.Insert(variants, ct);
        await seeding.Insert(pieces, ct);

        LessonResource Make(SeededClass of, SeededTeaching teaching, SeededAccount author, int n, int day)
        {
            var made = new LessonResource
            {
                Id = seeding.NextId<LessonResource>(),
                PlaceId = author.PlaceId,
                PlacePath = author.PlacePath,
                LevelCode = of.LevelCode,
                StreamCode = of.StreamCode,
                SubjectCode = teaching.Plan.SubjectCode,
                SubjectAr = teaching.Plan.NameAr,
                SubjectFr = teaching.Plan.NameFr,
                OfferedByAccountId = author.Id,
                CreatedAt = At(day - 1),
                StateSince = At(day - 1),
            };
            _ = made.Write(new ResourceWords(Titles[n % Titles.Length].Ar, Titles[n % Titles.Length].Fr, null, RightsGround.OwnWork, null));
            resources.Add(made);
            return made;
        }

        void Add(LessonResource to, VariantKind kind, byte[] bytes, string type, int day)
        {
            var id = seeding.NextId<ResourceVariant>();
            var made = new ResourceVariant { Id = id, PublicId = draw.Guid(), ResourceId = to.Id, Kind = kind, Length = bytes.Length, AddedAt = At(day), AddedByAccountId = to.OfferedByAccountId };
            made.Finish(type, Fingerprint.Of(bytes), At(day));
            variants.Add(made);
            for (var n = 0; n < ResourcePiece.CountOf(bytes.Length); n++)
                pieces.Add(new ResourcePiece { VariantId = id, Number = n, Bytes = bytes[(n * ResourcePiece.Size)..Math.Min(bytes.Length, (n + 1) * ResourcePiece.Size)] });
        }

        DateTime At(int days) => MoroccanHour.Utc(today.AddDays(days), new TimeOnly(18, 20));
    }
}
