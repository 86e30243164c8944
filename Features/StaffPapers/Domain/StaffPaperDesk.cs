using Massar.Features.Documents.Domain;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffPapers.Domain;

/// <summary>Checks, numbers, draws, seals and keeps papers of staff, all in the caller's transaction.</summary>
public sealed class StaffPaperDesk(
    MassarDb db, RegisterDesk register, DocumentArchive archive, VerificationAddress address, AcademySeal seal, PdfOptions options, Facts facts, TimeProvider clock)
{
    /// <summary>The register of a kind.</summary>
    public static string RegisterOf(StaffPaperKind kind) => kind switch
    {
        StaffPaperKind.WorkCertificate => IssuedDocument.WorkCertificateKind,
        StaffPaperKind.SituationStatement => IssuedDocument.SituationStatementKind,
        _ => IssuedDocument.ServiceStatementKind,
    };

    /// <summary>Takes the employee's row, so that two requests for one person come one after the other. First statement of an order.</summary>
    public static Task<long> Take(IQueryable<Employee> employees, long employee, CancellationToken ct) =>
        employees.Where(e => e.Id == employee).Select(e => e.Id).ForUpdate().SingleOrDefaultAsync(ct);

    /// <summary>The paper of this employee, kind and day, or the one that waits for data, or a new one: sealed when the data are right,
    /// else blocked with what is to be put right. The caller has taken the employee's row.</summary>
    public async Task<Outcome<StaffPaper>> Ask(long employee, StaffPaperKind kind, long askedBy, bool isCounter, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var today = MoroccanDay.Of(now);
        var key = StaffPaper.KeyOf(employee, kind, today);
        var known = await db.StaffPapers.Where(p => p.EmployeeId == employee && (p.LiveKey == key || (p.Kind == kind && p.State == StaffPaperState.Blocked)))
            .OrderByDescending(p => p.LiveKey == key).FirstOrDefaultAsync(ct);
        if (known is { State: StaffPaperState.Issued }) return known;

        if (await db.StaffRecordOf(employee, now, ct) is not { } record) return Refusal.NotFound;
        if (record.HasLeft) return Refusal.Conflict("staff-papers.left").Next("staff-papers.left.next");
        // Whoever was moved meanwhile gets it from the new office; what waited at the old one ends there.
        if (known is not null && known.PlaceId == record.Office.Id) return await Settle(known, record, now, seenAtOnce: true, isNew: false, ct);
        if (known is not null) (known.State, known.LiveKey) = (StaffPaperState.Revoked, null);

        var paper = new StaffPaper
        {
            EmployeeId = employee,
            PlaceId = record.Office.Id,
            PlacePath = record.Office.Path,
            Kind = kind,
            AskedOn = today,
            AskedAt = now,
            AskedByAccountId = askedBy,
            IsCounter = isCounter,
            LiveKey = key,
        };
        db.StaffPapers.Add(paper);
        return await Settle(paper, record, now, seenAtOnce: true, isNew: true, ct);
    }

    /// <summary>Checks a blocked paper again, after somebody put data right.</summary>
    public async Task<Outcome<StaffPaper>> Recheck(StaffPaper paper, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return await db.StaffRecordOf(paper.EmployeeId, now, ct) is { HasLeft: false } record && record.Office.Id == paper.PlaceId ? await Settle(paper, record, now, seenAtOnce: false, isNew: false, ct) : paper;
    }

    private async Task<Outcome<StaffPaper>> Settle(StaffPaper paper, StaffRecord record, DateTime now, bool seenAtOnce, bool isNew, CancellationToken ct)
    {
        var problems = record.Problems();
        if (problems.Count > 0)
        {
            paper.Block(problems);
            await db.SaveChangesAsync(ct);
            if (!isNew) return paper;
            await facts.Tell(new StaffPaperBlocked(paper.Id, paper.EmployeeId, paper.PlaceId), ct);
            await db.SaveChangesAsync(ct);
            return paper;
        }

        var services = paper.Kind is StaffPaperKind.ServiceStatement ? await ServiceStatement.Of(db, record.Employee, now, ct) : null;
        var year = register.Year;
        // The last thing that can wait for others: the register's row stays locked until the end of the transaction.
        var number = await register.Take(paper.PlaceId, RegisterOf(paper.Kind), year, ct);
        var content = Describe(record, paper.Kind, number, year, DocumentCode.New(), now) with { Services = services };
        var file = await AcademySeal.Try(() => Print(content, record, ct), ("staff-papers.unprintable", "staff-papers.unprintable.next"));
        if (file.IsRefused)
        {
            // Whoever goes on with the others after this one leaves no gap.
            await register.GiveBack(paper.PlaceId, RegisterOf(paper.Kind), year, 1, ct);
            return file.Refusal!;
        }

        var document = archive.Store(new DocumentDraft(paper.PlaceId, RegisterOf(paper.Kind), year, number, content.Code, content.Facts(), now) { EmployeeId = paper.EmployeeId }, file.Value);
        await db.SaveChangesAsync(ct);
        paper.Issue(document.Id, now);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new StaffPaperIssued(paper.Id, paper.EmployeeId, paper.PlaceId, content.NumberShown, seenAtOnce), ct);
        await db.SaveChangesAsync(ct);
        return paper;
    }

    /// <summary>What a paper of this employee would say; only of a record without problems.</summary>
    public StaffPaperContent Describe(StaffRecord record, StaffPaperKind kind, int number, int year, string code, DateTime at)
    {
        var (employee, career, grade) = (record.Employee, record.Career!, record.Grade!);
        return new StaffPaperContent(
            kind, number, year, code, address.Of(code), at, MoroccanDay.Of(at), employee.FullNameAr, $"{employee.LastNameLatin.ToUpperInvariant()} {employee.FirstNameLatin}", employee.Sex, employee.Ppr, employee.Cin,
            employee.BirthDate, employee.PensionNumber, employee.RecruitedOn, grade.CadreAr, grade.CadreFr, grade.GradeAr, grade.GradeFr, career.Echelle, career.Echelon, career.Index, record.EchelonSince!.Value,
            record.PositionAr ?? career.PositionCode, record.PositionFr ?? career.PositionCode, record.Workplace.NameAr, record.Workplace.NameFr, record.Posting!.StartsOn,
            record.Above.Directorate?.NameAr, record.Above.Directorate?.NameFr, record.Above.Academy?.NameAr, record.Above.Academy?.NameFr, record.Office.NameAr, record.HeadAr, record.HeadLatin, options.Demo);
    }

    /// <summary>Draws a paper and lays the academy's electronic seal on it.</summary>
    public Task<byte[]> Print(StaffPaperContent content, StaffRecord record, CancellationToken ct) =>
        seal.Seal(new StaffPaperDocument(content), record.Above.Academy?.Code, record.Above.Academy?.NameAr, $"{record.Office.NameAr} {content.NumberShown}", ct);
}
