using System.Globalization;
using Massar.Features.Accounts;
using Massar.Features.Accounts.Domain;
using Massar.Features.Domiciliations.Domain;
using Massar.Features.Employees;
using Massar.Features.Files.Domain;
using Massar.Features.PayExchange.Domain;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Domiciliations;

/// <summary>Accounts of colleagues at the school of the well-known head, one request at each stage; the well-known teacher's is at the office and can still be stopped. All are of a bank that does not exist.</summary>
public sealed class Seed : ISeed
{
    /// <summary>After the messages of signed decisions.</summary>
    public int Order => 196;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, staff, accounts, db) = (seeding.Of<SeededYears>(), seeding.Of<SeededEmployees>(), seeding.Of<SeededAccounts>(), seeding.Db);
        var (today, head, office, second, teacher) = (years.Today, accounts.Demo(Roles.Head), accounts.Demo(Roles.HrManager), accounts.Demo(Roles.HeadOfService), accounts.Demo(Roles.Teacher));
        var (box, draw) = (seeding.Services.GetRequiredService<RibBox>(), seeding.Draw("domiciliations"));
        var texts = ActivatorUtilities.CreateInstance<AccountText>(seeding.Services, db);
        var paper = await DemoPaper.Draw(seeding, "شهادة الحساب البنكي", "Attestation de RIB", ct);
        var figures = await DomiciliationFigures.Current(db, ct);
        db.Nomenclatures.Add(new Nomenclature { List = DomiciliationDesk.Banks, Code = Reserved.Bank, Order = 99, NameAr = "بنك تجريبي", NameFr = "Banque de démonstration", Details = "{}", Confidence = "to confirm" });
        await db.SaveChangesAsync(ct);

        List<long> colleagues = [.. staff.At(head.PlaceId, Roles.Teacher).Select(e => e.Id).Where(id => id != teacher.EmployeeId && accounts.OfEmployee(id) is not null).Take(9)];
        DomiciliationState[] stages = [DomiciliationState.Sent, DomiciliationState.Checked, DomiciliationState.Returned, DomiciliationState.Accepted, DomiciliationState.Granted, DomiciliationState.Refused, DomiciliationState.Rejected, DomiciliationState.Withdrawn, DomiciliationState.Sent];
        await Ask(accounts.Demo(Roles.Employee).EmployeeId!.Value, DomiciliationState.Granted, 400);
        await Ask(teacher.EmployeeId!.Value, DomiciliationState.Granted, 300);
        for (var i = 0; i < colleagues.Count; i++)
            await Ask(colleagues[i], stages[i], i == 0 ? 18 : 6 + i);
        await Ask(teacher.EmployeeId!.Value, DomiciliationState.Sent, 1);
        db.ChangeTracker.Clear();

        async Task Ask(long employee, DomiciliationState until, int ago)
        {
            if (accounts.OfEmployee(employee) is not { } account) return;
            var (person, asked) = (staff.Employee(employee), today.AddDays(-ago));
            var key = draw.Guid();
            var file = StoredFile.Of(FileKind.Evidence, "application/pdf", paper, At(asked, 9), draw.Guid()).KeptAs(bytes => box.SealPaper(key, bytes));
            db.StoredFiles.Add(file);
            await db.SaveChangesAsync(ct);
            var request = new Domiciliation { Key = key, EmployeeId = employee, PlaceId = person.PlaceId, PlacePath = person.PlacePath, FileId = file.Id, AskedByAccountId = account.Id, AskedAt = At(asked, 9) };
            _ = request.Type(RibOf(draw, until == DomiciliationState.Rejected), box, At(asked, 9));
            _ = request.Send(At(asked, 9), figures.StopHours);
            db.Domiciliations.Add(request);
            await db.SaveChangesAsync(ct);
            Note(request, "sent", account, At(asked, 9));
            if (until is DomiciliationState.Withdrawn)
            {
                _ = request.Withdraw(At(asked, 20));
                Note(request, "withdrawn", account, At(asked, 20));
            }
            else if (until is not DomiciliationState.Sent)
            {
                await Treat(request, until, asked);
            }

            await db.SaveChangesAsync(ct);
        }

        async Task Treat(Domiciliation request, DomiciliationState until, DateOnly asked)
        {
            var looked = asked.AddDays(2);
            Note(request, "opened", office, At(looked, 10));
            Note(request, "paper", office, At(looked, 10));
            switch (until)
            {
                case DomiciliationState.Returned:
                    _ = request.Return("paper-unreadable", "المرجو إرسال صورة أوضح", At(looked, 11));
                    Note(request, "returned", office, At(looked, 11));
                    return;
                case DomiciliationState.Refused:
                    _ = request.Refuse("not-holder", null, At(looked, 11));
                    Note(request, "refused", office, At(looked, 11));
                    return;
            }

            _ = request.Check(office.Id, At(looked, 11));
            Note(request, "checked", office, At(looked, 11));
            if (until is DomiciliationState.Checked) return;
            var agreed = asked.AddDays(4);
            Note(request, "opened", second, At(agreed, 10));
            _ = request.Accept(Hands.Only(second.Id), At(agreed, 11));
            Note(request, "accepted", second, At(agreed, 11));
            await Tell(request, until, agreed);
        }

        async Task Tell(Domiciliation request, DomiciliationState until, DateOnly agreed)
        {
            var academy = await db.Places.AsNoTracking().Where(p => p.Kind == PlaceKind.Academy && request.PlacePath.StartsWith(p.Path)).SingleAsync(ct);
            var (key, file, id) = (string.Create(CultureInfo.InvariantCulture, $"massar-account-{request.Id}"), request.FileId, request.EmployeeId);
            var hash = await db.StoredFiles.Where(f => f.Id == file).Select(f => f.Hash).SingleAsync(ct);
            var ppr = await db.Employees.Where(e => e.Id == id).Select(e => e.Ppr).SingleAsync(ct);
            var month = figures.MonthFor(agreed);
            var masked = new FinanceAccount(FinanceContract.Version, key, academy.Code, ppr, "account", new FinanceBank($"{request.BankCode}*****************{request.RibEnd}", month, hash, ""));
            var message = new FinanceMessage
            {
                Key = key,
                PlaceId = academy.Id,
                PlacePath = academy.Path,
                EmployeeId = id,
                DomiciliationId = request.Id,
                Event = FinanceEvent.Account,
                Body = FinanceContract.Write(masked),
                Hash = FinanceContract.HashOf(texts.Whole(masked, request)),
                CreatedAt = At(agreed, 11),
                StateSince = At(agreed, 11),
            };
            var (reference, answered) = ($"DOM-{message.Hash[..10].ToUpperInvariant()}", At(agreed.AddDays(1) < today ? agreed.AddDays(1) : today, 12));
            message.Receive(reference, At(agreed, 12));
            db.FinanceMessages.Add(message);
            if (until is DomiciliationState.Accepted) return;
            var isGranted = until is DomiciliationState.Granted;
            message.Answer(isGranted, reference, "account-wrong", null, answered);
            _ = isGranted ? request.Grant(month, answered) : request.Reject("account-wrong", answered);
            Note(request, isGranted ? "granted" : "rejected", null, answered);
        }

        void Note(Domiciliation request, string what, SeededAccount? by, DateTime at) => db.DomiciliationNotes.Add(new DomiciliationNote
        {
            DomiciliationId = request.Id,
            At = at,
            What = what,
            Role = by?.Role ?? "",
            PlaceId = by?.PlaceId ?? request.PlaceId,
            AccountId = by?.Id,
            ReasonCode = request.ReasonCode,
        });
    }

    // The played partner refuses accounts that end in 7.
    private static Rib RibOf(Bogus.Randomizer draw, bool endsInSeven)
    {
        while (true)
        {
            var first = string.Create(CultureInfo.InvariantCulture, $"{Reserved.Bank}000{draw.Long(0, 9_999_999_999_999_999):D16}");
            var rib = new Rib(first + Rib.Key(first));
            if (rib.Value.EndsWith('7') == endsInSeven) return rib;
        }
    }

    private static DateTime At(DateOnly day, int hour) => MoroccanHour.Utc(day, new TimeOnly(hour, 0));
}
