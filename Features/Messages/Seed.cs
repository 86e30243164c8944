using Massar.Features.Accounts;
using Massar.Features.Classes;
using Massar.Features.Messages.Domain;
using Massar.Features.Pupils;
using Massar.Features.Reference;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;

namespace Massar.Features.Messages;

/// <summary>What families wrote: the well-known guardian to a teacher and to the office, families of the well-known teacher's class to the teacher – waiting, answered, late, in danger, closed.</summary>
public sealed class Seed : ISeed
{
    public int Order => 163;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, accounts, pupils, classes) = (seeding.Of<SeededYears>(), seeding.Of<SeededAccounts>(), seeding.Of<SeededPupils>(), seeding.Of<SeededClasses>());
        var (year, today) = (years.Current.Id, years.Today);
        List<FamilyThread> threads = [];
        List<ThreadLine> lines = [];
        List<SchoolLetter> letters = [];

        var guardian = accounts.Demo(Roles.Guardian);
        var child = pupils.Guardians.First(g => g.Id == guardian.GuardianId).PupilIds.Select(pupils.Pupil).FirstOrDefault(p => ClassOf(p) is not null);
        if (child is not null && ClassOf(child) is { } taught)
        {
            if (taught.Teachings is [var first, ..])
                Answer(Begin(guardian, child, taught, ThreadKind.Question, ThreadDoor.Teacher, first, -3, "ما الدروس المطلوبة في الفرض القادم؟"), first.TeacherId, -2, "الدرسان الثالث والرابع، والتمارين من الصفحة 42");
            Begin(guardian, child, taught, ThreadKind.Question, ThreadDoor.Office, null, -1, "متى تسلم الشواهد المدرسية؟");
            var over = Begin(guardian, child, taught, ThreadKind.Problem, ThreadDoor.Life, null, -30, "تأخرت حافلة النقل المدرسي هذا الأسبوع");
            if (accounts.Of(Roles.Supervisor).FirstOrDefault(a => a.PlaceId == taught.SchoolId) is { } supervisor)
                Answer(over, supervisor.EmployeeId!.Value, -29, "اتصلنا بالجمعية المسيرة، ويصل النقل في وقته ابتداء من الاثنين");
            _ = over.Close(answered: true, At(-28));
            Note(over, "closed", guardian, -28, null);
        }

        var teacher = accounts.Demo(Roles.Teacher);
        var own = classes.Of(year).Select(c => (Class: c, Teaching: c.Teachings.FirstOrDefault(t => t.TeacherId == teacher.EmployeeId))).FirstOrDefault(c => c.Teaching is not null);
        if (own.Teaching is not null)
        {
            var families = pupils.Pupils.Where(p => p.Now is not null && ClassOf(p)?.Id == own.Class.Id)
                .Select(p => (Pupil: p, Account: accounts.Of(Roles.Guardian).FirstOrDefault(a => a.Id != guardian.Id && pupils.GuardiansOf(p.Id).Any(g => g.Id == a.GuardianId))))
                .Where(f => f.Account is not null).DistinctBy(f => f.Account!.Id).Take(4).ToList();
            foreach (var ((pupil, account), i) in families.Select((f, i) => (f, i)))
            {
                var since = i == 1 ? -12 : -1 - i;
                var thread = Begin(account!, pupil, own.Class, ThreadKind.Question, ThreadDoor.Teacher, own.Teaching, since, i switch
                {
                    0 => "هل يمكن أن يجلس في الصف الأول؟ لا يرى السبورة جيدا",
                    1 => "لم يفهم الدرس الأخير. هل من تمارين إضافية؟",
                    2 => "يخاف من زملاء يهددونه بعد الخروج",
                    _ => "شكرا على المجهود. متى ينجز الفرض الثاني؟",
                });
                switch (i)
                {
                    case 1:
                        _ = thread.GoUp(today, At(-4));
                        Note(thread, "escalated", null, -4, null);
                        break;
                    case 2:
                        _ = thread.Flag(At(-2));
                        Note(thread, "flagged", teacher, -2, null);
                        break;
                    case 3:
                        Answer(thread, teacher.EmployeeId!.Value, -3, "الأسبوع المقبل، ويكتب التاريخ في دفتر النصوص");
                        break;
                    default:
                        break;
                }
            }
        }

        // The well-known teacher wrote first to some families of the class: one read it and one answered.
        if (own.Teaching is not null && pupils.Pupils.Where(p => p.Now is not null && ClassOf(p)?.Id == own.Class.Id)
                .Select(p => (Pupil: p, Account: accounts.Of(Roles.Guardian).FirstOrDefault(a => pupils.GuardiansOf(p.Id).Any(g => g.Id == a.GuardianId)))).Where(f => f.Account is not null).DistinctBy(f => f.Account!.Id).Take(5).ToList() is { Count: > 0 } written)
        {
            var letter = new SchoolLetter { Id = seeding.NextId<SchoolLetter>(), SchoolId = own.Class.SchoolId, AccountId = teacher.Id, Door = ThreadDoor.Teacher, ClassId = own.Class.Id, SubjectCode = own.Teaching.Plan.SubjectCode, At = At(-2), Threads = written.Count };
            letters.Add(letter);
            foreach (var ((pupil, account), i) in written.Select((f, i) => (f, i)))
            {
                var thread = new FamilyThread
                {
                    Id = seeding.NextId<FamilyThread>(),
                    SchoolId = letter.SchoolId,
                    PupilId = pupil.Id,
                    GuardianId = account!.GuardianId,
                    AccountId = account.Id,
                    LetterId = letter.Id,
                    ClassId = letter.ClassId,
                    Kind = ThreadKind.FromSchool,
                    Door = letter.Door,
                    EmployeeId = own.Teaching.TeacherId,
                    SubjectCode = letter.SubjectCode,
                    AskedAt = letter.At,
                };
                thread.Write(letter.At);
                threads.Add(thread);
                Note(thread, "written", teacher, -2, "ينجز الفرض المحروس الثاني يوم الخميس المقبل في الدرسين الثالث والرابع");
                if (i < 2) thread.SeenAt = At(-1);
                if (i != 1) continue;
                _ = thread.Ask(DueOn(-1), At(-1));
                Note(thread, "again", account, -1, "شكرا على الإخبار. هل يسمح باستعمال الآلة الحاسبة؟");
            }
        }

        await seeding.Insert(letters, ct);
        await seeding.Insert(threads, ct);
        await seeding.Insert(lines, ct);

        SeededClass? ClassOf(SeededPupil pupil) => pupil.Now is { } seat
            ? classes.Of(year).FirstOrDefault(c => c.SchoolId == seat.SchoolId && c.LevelCode == seat.LevelCode && c.StreamCode == seat.StreamCode && c.Number == seat.ClassNumber) : null;

        // Five working days, as the setting begins with.
        DateOnly DueOn(int days) => WorkingDays.After(today.AddDays(days), 5, _ => false);

        DateTime At(int days) => MoroccanHour.Utc(today.AddDays(days), new TimeOnly(9, 40));

        FamilyThread Begin(SeededAccount account, SeededPupil pupil, SeededClass at, ThreadKind kind, ThreadDoor door, SeededTeaching? teaching, int since, string text)
        {
            var thread = new FamilyThread
            {
                Id = seeding.NextId<FamilyThread>(),
                SchoolId = at.SchoolId,
                PupilId = pupil.Id,
                GuardianId = account.GuardianId!.Value,
                AccountId = account.Id,
                ClassId = at.Id,
                Kind = kind,
                Door = door,
                EmployeeId = teaching?.TeacherId,
                SubjectCode = teaching?.Plan.SubjectCode,
                AskedAt = At(since),
            };
            _ = thread.Ask(DueOn(since), At(since));
            threads.Add(thread);
            Note(thread, "asked", account, since, text);
            return thread;
        }

        void Answer(FamilyThread thread, long employee, int day, string text)
        {
            _ = thread.Answer(At(day));
            Note(thread, "answered", accounts.OfEmployee(employee), day, text);
        }

        void Note(FamilyThread thread, string what, SeededAccount? by, int day, string? text) => lines.Add(new ThreadLine
        {
            Id = seeding.NextId<ThreadLine>(),
            ThreadId = thread.Id,
            SchoolId = thread.SchoolId,
            At = At(day),
            What = what,
            AccountId = by?.Id,
            Role = by?.Role,
            Text = text,
        });
    }
}
