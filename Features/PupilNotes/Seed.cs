using Bogus;
using Massar.Features.Accounts;
using Massar.Features.Accounts.Domain;
using Massar.Features.Classes;
using Massar.Features.Enrollments;
using Massar.Features.Pupils;
using Massar.Features.PupilNotes.Domain;
using Massar.Features.Reference;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;

namespace Massar.Features.PupilNotes;

/// <summary>
/// Files of the classes of the well-known teacher, and of the class of the well-known guardian's child: notes of colleagues, supervisors and heads, one that waits,
/// one taken back, and who has read. The well-known teacher has read one class, in which something new came since.
/// </summary>
public sealed class Seed : ISeed
{
    private static readonly (NoteKind Kind, bool IsSensitive, string Text)[] Sentences =
    [
        (NoteKind.Need, false, "يستحسن أن يجلس في الصف الأول"),
        (NoteKind.Strength, false, "قراءة جهرية ممتازة، يمكن أن يساعد زملاءه"),
        (NoteKind.Alert, false, "يتأخر في إنجاز الواجبات المنزلية"),
        (NoteKind.Need, true, "يحتاج إلى وقت إضافي وخط كبير في الفروض"),
        (NoteKind.Strength, false, "مبادر(ة) في الأنشطة العلمية"),
        (NoteKind.Alert, false, "يتشتت انتباهه عند الجلوس قرب النافذة"),
        (NoteKind.Need, true, "يغادر القسم لدقائق عند الحاجة، باتفاق مع الأسرة"),
        (NoteKind.Strength, false, "تحسن كبير في التعبير الكتابي منذ بداية السنة"),
    ];

    public int Order => 164;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, accounts, pupils, enrollments) = (seeding.Of<SeededYears>(), seeding.Of<SeededAccounts>(), seeding.Of<SeededPupils>(), seeding.Of<SeededEnrollments>());
        var (year, today, draw) = (years.Current.Id, years.Today, seeding.Draw("pupil-notes"));
        var classes = seeding.Of<SeededClasses>().Of(year).ToList();
        var (teacher, guardian) = (accounts.Demo(Roles.Teacher), accounts.Demo(Roles.Guardian));
        var children = pupils.Guardians.FirstOrDefault(g => g.Id == guardian.GuardianId)?.PupilIds ?? [];
        List<SeededClass> own = [.. classes.Where(c => c.Teachings.Any(t => t.TeacherId == teacher.EmployeeId))];
        List<SeededClass> wanted = [.. own.Concat(classes.Where(c => enrollments.In(c.Id).Any(e => e.LeftOn is null && children.Contains(e.PupilId)))).DistinctBy(c => c.Id)];

        List<PupilNote> notes = [];
        List<FileReading> readings = [];
        foreach (var made in wanted)
        {
            var lead = accounts.Of(Roles.Supervisor).Concat(accounts.Of(Roles.Head)).Where(a => a.PlaceId == made.SchoolId).ToList();
            var head = lead.Find(a => a.Role == Roles.Head);
            List<SeededAccount> colleagues = [.. made.Teachings.Select(t => accounts.OfEmployee(t.TeacherId)).OfType<SeededAccount>().Where(a => a.Id != teacher.Id).DistinctBy(a => a.Id)];
            List<SeededAccount> writers = [.. lead.Concat(colleagues)];
            List<SeededEnrollment> roster = [.. enrollments.In(made.Id).Where(e => e.LeftOn is null)];
            if (head is null || writers.Count == 0 || roster.Count < 8) continue;

            var start = new DateOnly(year, 9, 10);
            var (noted, since) = (roster.Where(e => children.Contains(e.PupilId)).Concat(draw.Shuffle(roster)).DistinctBy(e => e.PupilId).Take(7).ToList(), 0);
            foreach (var (seat, i) in noted.Select((seat, i) => (seat, i)))
            {
                var (kind, isSensitive, text) = Sentences[(i + made.Id) % Sentences.Length];
                var writer = writers[i % writers.Count];
                var day = Earlier(start.AddDays(since += draw.Number(2, 9)), today.AddDays(-3));
                var note = Write(made, seat.PupilId, kind, isSensitive, text, writer.Id, writer.Role == Roles.Head, At(day, 11));
                if (note.State == NoteState.Waiting && i % 2 == 0) note.Allow(NoteAudience.Teachers, Hands.Only(head.Id), At(day, 16));
            }

            // Yesterday something came after everybody had read; one note waits, and one was taken back.
            Write(made, noted[0].PupilId, NoteKind.Strength, false, "أنجز عرضا جيدا أمام القسم", writers[0].Id, writers[0].Role == Roles.Head, At(today.AddDays(-1), 15));
            if (writers.Find(w => w.Id != head.Id) is { } other)
            {
                Write(made, noted[1].PupilId, NoteKind.Need, true, "تحتاج إلى الجلوس بعيدا عن مصدر الغبار", other.Id, false, At(today.AddDays(-2), 10));
                Write(made, noted[2].PupilId, NoteKind.Alert, false, "–", other.Id, false, At(start, 9)).Withdraw(other.Id, At(start.AddDays(1), 9));
            }

            var readers = colleagues.Take(3).Concat(own.Count > 0 && made == own[0] ? [teacher] : []);
            foreach (var (reader, i) in readers.Select((reader, i) => (reader, i)))
                foreach (var seat in roster)
                    readings.Add(new FileReading
                    {
                        Id = seeding.NextId<FileReading>(),
                        SchoolId = made.SchoolId,
                        SchoolYearId = year,
                        ClassId = made.Id,
                        PupilId = seat.PupilId,
                        AccountId = reader.Id,
                        At = At(Earlier(start.AddDays(3 + i), today.AddDays(-2)), 8),
                    });
        }

        await seeding.Insert(notes, ct);
        await seeding.Insert(readings, ct);

        PupilNote Write(SeededClass of, long pupil, NoteKind kind, bool isSensitive, string text, long by, bool byHead, DateTime at)
        {
            var note = new PupilNote
            {
                Id = seeding.NextId<PupilNote>(),
                SchoolId = of.SchoolId,
                SchoolYearId = year,
                PupilId = pupil,
                Kind = kind,
                IsSensitive = isSensitive,
                Audience = NoteAudience.Teachers,
                Text = text,
                WrittenAt = at,
                WrittenByAccountId = by,
            }.Begin(byHead);
            notes.Add(note);
            return note;
        }
    }

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;

    private static DateTime At(DateOnly day, int hour) => day.ToDateTime(new TimeOnly(hour, 20), DateTimeKind.Utc);
}
