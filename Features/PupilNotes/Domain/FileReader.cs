using System.Text.Json.Serialization;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PupilNotes.Domain;

/// <summary>A class whose files are read.</summary>
public sealed record FileClass(int Id, string Name, int SchoolId, int YearId, string LevelAr, string LevelFr, [property: JsonIgnore] FileRules Rules);

/// <summary>Under which heading a fact stands.</summary>
public enum FactGroup
{
    Need = 1,
    Alert = 2,
    Strength = 3,

    /// <summary>Where the child comes from: for everybody, and nothing to act on.</summary>
    Ground = 4,
}

/// <summary>One thing a teacher should know.</summary>
/// <param name="Code">What it is; its sentence is <c>pupil-notes.fact.…</c>.</param>
/// <param name="Number">An average, a count of half days, a year.</param>
/// <param name="Ar">Words in Arabic, or as somebody wrote them.</param>
/// <param name="Fr">The same in French.</param>
/// <param name="At">Since when the program knows it, UTC; null where it was there from the beginning.</param>
/// <param name="IsNew">Came after the reader's last reading.</param>
public sealed record FileFact(FactGroup Group, string Code, decimal? Number = null, int? Scale = null, string? Ar = null, string? Fr = null, DateTime? At = null, bool IsNew = false)
{
    /// <summary>The note it is; null for what the program holds elsewhere.</summary>
    public NoteMark? Note { get; init; }
}

/// <summary>What a page needs of a note besides its words.</summary>
/// <param name="MayWithdraw">The reader wrote it, or is the head.</param>
/// <param name="MayKeepBack">It is shown, and the reader is the head and did not write it.</param>
public sealed record NoteMark(long Id, int Version, bool IsSensitive, NoteAudience Audience, NoteState State, string? ByAr, string? ByLatin, bool MayWithdraw, bool MayKeepBack)
{
    /// <summary>The day on which a note that waits for the head's leave went up to the directorate; null where it did not.</summary>
    public DateOnly? PassedOn { get; init; }
}

/// <summary>A pupil's file as its reader sees it: what is new first.</summary>
public sealed record PupilFacts(long PupilId, string MassarCode, string NameAr, string NameLatin, int Order, DateTime OpenedAt, DateTime? ReadBefore, IReadOnlyList<FileFact> Facts)
{
    [JsonIgnore] public int New => Facts.Count(f => f.IsNew);
}

/// <summary>Puts together what the program holds of pupils for those who teach them. Nothing is shown that was not opened, and so written down, before.</summary>
public sealed class FileReader(MassarDb db, CurrentUser user)
{
    /// <summary>A class in the reader's scope, with the rules of its year, or null. One statement.</summary>
    public async Task<FileClass?> Class(int classId, DateOnly today, CancellationToken ct)
    {
        var found = await (
            from c in db.Classes.FiledFor(user, db, today)
            where c.Id == classId
            join level in db.Levels on c.LevelCode equals level.Code
            join s in db.Settings.Where(s => s.Code.StartsWith(FileRules.Prefix)) on c.SchoolYearId equals s.SchoolYearId into settings
            from s in settings.DefaultIfEmpty()
            select new { c.Id, c.Name, c.SchoolId, c.SchoolYearId, level.NameAr, level.NameFr, s.Code, s.Value }).AsNoTracking().ToListAsync(ct);
        return found.Count == 0 ? null : new FileClass(found[0].Id, found[0].Name, found[0].SchoolId, found[0].SchoolYearId, found[0].NameAr, found[0].NameFr,
            FileRules.From(new YearFigures(FileRules.Prefix, found.Where(f => f.Code is not null).ToDictionary(f => f.Code, f => f.Value, StringComparer.Ordinal))));
    }

    /// <summary>The files the reader has open in the class, a page of them, as they were when they were opened. Three statements; one where nothing is open.</summary>
    public async Task<(IReadOnlyList<PupilFacts> Files, int Total)> Open(FileClass of, DateTime now, DateOnly today, int skip, int take, CancellationToken ct)
    {
        var rules = of.Rules;
        var (me, since, yearBefore, classId, year, school) = (user.AccountId, now.AddMinutes(-rules.OpenMinutes), of.YearId - 1, of.Id, of.YearId, of.SchoolId);
        var seats = (await (
            from e in db.SeatsOf(classId, user)
            where db.FileReadings.Any(r => r.ClassId == classId && r.AccountId == me && r.PupilId == e.PupilId && r.At > since)
            join p in db.Pupils on e.PupilId equals p.Id
            orderby e.OrderInClass, p.MassarCode
            select new
            {
                p.Id,
                p.MassarCode,
                p.LastNameAr,
                p.FirstNameAr,
                p.LastNameLatin,
                p.FirstNameLatin,
                e.Kind,
                e.EnteredOn,
                Opened = db.FileReadings.Where(r => r.ClassId == classId && r.AccountId == me && r.PupilId == e.PupilId && r.At > since).OrderByDescending(r => r.Id).Select(r => r.At).First(),
                Before = db.FileReadings.Where(r => r.ClassId == classId && r.AccountId == me && r.PupilId == e.PupilId && r.At > since).OrderByDescending(r => r.Id).Select(r => r.PreviousAt).First(),
                Repeats = db.Enrollments.Any(o => o.PupilId == e.PupilId && o.SchoolYearId == yearBefore && o.LevelCode == e.LevelCode && (o.State == EnrollmentState.Active || o.State == EnrollmentState.Graduated)),
            }).AsNoTracking().ToListAsync(ct)).Select((seat, i) => (Seat: seat, Order: i + 1)).ToList();
        var page = seats.Skip(skip).Take(take).ToList();
        if (page.Count == 0) return ([], seats.Count);

        List<long> pupils = [.. page.Select(s => s.Seat.Id)];
        var isHead = user.Has(Permissions.Allow);
        var said = (await (
                from n in db.PupilNotes.ReadableBy(user, school, year)
                where pupils.Contains(n.PupilId)
                join a in db.Accounts on n.WrittenByAccountId equals a.Id into authors
                from a in authors.DefaultIfEmpty()
                select new
                {
                    n.PupilId,
                    What = (int)n.Kind,
                    Number = 0,
                    n.Text,
                    At = (DateTime?)(n.ShownAt ?? n.WrittenAt),
                    n.Id,
                    n.Version,
                    Audience = (int)n.Audience,
                    State = (int)n.State,
                    n.IsSensitive,
                    By = n.WrittenByAccountId,
                    ByAr = a.NameAr,
                    ByLatin = a.NameLatin,
                    Passed = db.Escalations.Where(e => e.Kind == NoteWaits.Code && e.CaseId == n.Id && e.SchoolId == n.SchoolId).Select(e => (DateOnly?)e.PassedOn).FirstOrDefault()
                })
            .Concat(db.FollowUps.Where(f => pupils.Contains(f.PupilId) && f.SchoolYearId == year && f.SchoolId == school)
                .Select(f => new { f.PupilId, What = Absences, Number = f.Threshold, Text = "", At = (DateTime?)f.OpenedAt, Id = 0L, Version = 0, Audience = 0, State = 0, IsSensitive = false, By = 0L, ByAr = "", ByLatin = "", Passed = (DateOnly?)null }))
            .Concat(db.Guardianships.InForce(today).Where(g => pupils.Contains(g.PupilId)).Join(db.Guardians.Where(g => g.Language != "ar"), g => g.GuardianId, g => g.Id, (g, p) => new { g.PupilId, p.Language })
                .Select(g => new { g.PupilId, What = HomeLanguage, Number = g.Language == "fr" ? 1 : g.Language == "zgh" ? 2 : 3, Text = "", At = (DateTime?)null, Id = 0L, Version = 0, Audience = 0, State = 0, IsSensitive = false, By = 0L, ByAr = "", ByLatin = "", Passed = (DateOnly?)null }))
            .AsNoTracking().ToListAsync(ct)).ToLookup(s => s.PupilId);
        var past = (await db.PublishedResults.Where(r => pupils.Contains(r.PupilId) && r.SchoolYearId == yearBefore).OutNamed(db, MarkAudience.Pupils).AsNoTracking().ToListAsync(ct)).ToLookup(r => r.Result.PupilId);

        return ([.. page.Select(s =>
        {
            var (seat, before) = (s.Seat, s.Seat.Before);
            List<FileFact> facts = [];
            // What came after the reading waits for the next one; what the reader wrote is no news.
            foreach (var one in said[seat.Id].Where(o => o.Id != 0 && (o.By == me || o.At <= seat.Opened)).OrderByDescending(o => o.At))
                facts.Add(new FileFact((FactGroup)one.What, "note", Ar: one.Text, Fr: one.Text, At: one.At)
                {
                    Note = new NoteMark(one.Id, one.Version, one.IsSensitive, (NoteAudience)one.Audience, (NoteState)one.State, one.ByAr, one.ByLatin, isHead || one.By == me, isHead && one.By != me && one.State == (int)NoteState.Shown)
                    { PassedOn = one.State == (int)NoteState.Waiting ? one.Passed : null },
                    IsNew = one.By != me && IsAfter(one.At, before),
                });
            if (said[seat.Id].Where(o => o.What == Absences && o.At <= seat.Opened).MaxBy(o => o.Number) is { } absences)
                facts.Add(new FileFact(FactGroup.Alert, "absences", absences.Number, At: absences.At, IsNew: IsAfter(absences.At, before)));
            if (seat.Repeats) facts.Add(new FileFact(FactGroup.Need, "repeats"));
            if (seat.Kind == EnrollmentKind.TransferredIn)
                facts.Add(new FileFact(FactGroup.Ground, "came", At: seat.EnteredOn.ToDateTime(TimeOnly.MinValue), IsNew: before is not null && seat.EnteredOn > MoroccanDay.Of(before.Value)));
            foreach (var language in said[seat.Id].Where(o => o.What == HomeLanguage).Select(o => o.Number).Distinct().Order())
                facts.Add(new FileFact(FactGroup.Ground, language switch { 1 => "language.fr", 2 => "language.zgh", _ => "language.en" }));

            var results = past[seat.Id].ToList();
            if (PublishedAverages.Of(results.Select(r => r.Result)).Year is { } average)
                facts.Add(new FileFact(FactGroup.Ground, "average", average, results[0].Result.Scale));
            var subjects = FileRules.Subjects20(results.Where(r => r.Result.IsComplete).Select(r => new PastSubject(r.Result.Subject, r.SubjectAr, r.SubjectFr, r.Result.Average, r.Result.Scale)));
            Named(FactGroup.Strength, "strong", subjects.Where(x => x.Average >= rules.Strong));
            Named(FactGroup.Need, "weak", subjects.Reverse().Where(x => x.Average < rules.Weak));
            foreach (var remark in results.Where(r => r.Remark is not null).OrderByDescending(r => r.Result.Semester).ThenByDescending(r => r.Result.Coefficient).DistinctBy(r => r.Remark).Take(rules.Subjects))
                facts.Add(new FileFact(FactGroup.Ground, "remark", Ar: $"{remark.SubjectAr} – {remark.Remark}", Fr: $"{remark.SubjectFr} – {remark.Remark}"));
            return new PupilFacts(seat.Id, seat.MassarCode, $"{seat.LastNameAr} {seat.FirstNameAr}", $"{seat.LastNameLatin} {seat.FirstNameLatin}", s.Order, seat.Opened, before,
                [.. facts.OrderByDescending(f => f.IsNew).ThenBy(f => f.Group)]);

            void Named(FactGroup group, string code, IEnumerable<(string Ar, string Fr, decimal Average)> some)
            {
                var named = some.Take(rules.Subjects).ToList();
                if (named.Count > 0) facts.Add(new FileFact(group, code, Ar: string.Join("، ", named.Select(n => n.Ar)), Fr: string.Join(", ", named.Select(n => n.Fr))));
            }
        })], seats.Count);
    }

    /// <summary>The first reading is new as a whole, and so nothing in it is marked.</summary>
    private static bool IsAfter(DateTime? at, DateTime? before) => before is { } then && at > then;

    private const int Absences = 20;
    private const int HomeLanguage = 21;
}
