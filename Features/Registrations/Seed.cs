using System.Globalization;
using Bogus;
using Massar.Features.Reference;
using Massar.Features.Registrations.Domain;
using Massar.Features.Schools;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations;

/// <summary>
/// Requests at each public primary school in every state, among them children under age, from outside the zone, of unknown
/// quarters, and known already as pupils. The telephone of <see cref="DemoPhone"/> holds one of each kind a family may meet.
/// </summary>
public sealed class Seed : ISeed
{
    /// <summary>The demo family's telephone; its codes are shown by the page of caught messages.</summary>
    public const string DemoPhone = "+212600009999";

    private const int PerSchool = 60;
    private static readonly string[] Trades = ["تاجر", "فلاح", "عامل", "موظف", "سائق", "بناء", "خياط", "نجار"];

    public int Order => 120;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>());
        var draw = seeding.Draw("registrations");
        var zones = (await seeding.Db.SchoolZones.AsNoTracking().ToListAsync(ct)).ToLookup(z => z.SchoolId);
        var pupils = seeding.Of<Pupils.SeededPupils>().Pupils;
        var acts = await seeding.Db.Pupils.AsNoTracking().Where(p => p.BirthActNumber != null && p.BirthDate.Year >= years.Current.Id - 7)
            .OrderBy(p => p.Id).Take(400).ToDictionaryAsync(p => p.Id, p => (p.BirthActNumber, p.BirthDate), ct);
        List<Registration> rows = [];
        List<RegistrationEvent> events = [];
        HashSet<string> keys = [];
        var primary = schools.Schools.Where(s => s.Has("PRI") && s.IsPublic).ToList();
        var (number, accepted) = (5_000, 0);

        foreach (var school in primary)
        {
            for (var i = 0; i < PerSchool; i++)
            {
                var isDemo = school == primary[0] && (i < 4 || i is 6 or 8);
                var row = Build(school, i, isDemo);
                if (row is not null)
                    rows.Add(row);
            }
        }

        await seeding.Insert(rows, ct);
        await seeding.Insert(events, ct);

        // The first year is full by now; some seats are left for those who come during the year.
        var year = years.Current.Id;
        foreach (var school in primary)
        {
            var drawn = draw.Number(0, 25);
            // Where somebody waits every seat is taken or offered.
            var spare = rows.Exists(r => r.SchoolId == school.Id && r.State == RegistrationState.Waiting) ? rows.Count(r => r.SchoolId == school.Id && r.State == RegistrationState.Offered) : drawn;
            var seats = pupils.Count(p => p.Now is { LevelCode: HintDesk.FirstLevel } seat && seat.SchoolId == school.Id && seat.SchoolYearId == year) + spare;
            await seeding.Db.Schools.Where(s => s.Id == school.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.FirstYearSeats, seats), ct);
        }

        var mine = rows.Count(r => r.Phone == DemoPhone);
        seeding.Remarks.Add($"A family without account follows {mine} requests at /registrations with the phone {Formats.Phone(DemoPhone)}; the codes are shown at /notices/caught.");
        if (seeding.Accounts.FirstOrDefault(a => a.Role == Roles.Head && primary.Exists(p => a.Owns["place"].Contains(p.Id))) is { } head)
        {
            var near = schools.School((int)head.Owns["place"][0]);
            seeding.Remarks.Add($"A new request reaches {head.Login} when the family chooses {near.Directorate.NameFr} ({near.Directorate.NameAr}), {near.Commune.NameFr} ({near.Commune.NameAr})"
                + (zones[near.Id].OrderBy(z => z.Id).FirstOrDefault() is { } zone ? $", {zone.NameFr} ({zone.NameAr})." : "."));
        }

        // The first school, whose head has an account, and one in four have more requests than seats.
        bool HasList(SeededSchool school) => primary.IndexOf(school) % 4 == 0;

        Registration? Build(SeededSchool school, int i, bool isDemo)
        {
            var state = isDemo
                ? i switch { 0 => RegistrationState.Draft, 1 => RegistrationState.ToCorrect, 2 => RegistrationState.UnderCheck, 3 => RegistrationState.Refused, 6 => RegistrationState.Waiting, _ => RegistrationState.Offered }
                : HasList(school) && i % 20 is 9 or 10 or 11 && i % 10 != 7 ? RegistrationState.Waiting
                : (i % 20) switch { < 9 => RegistrationState.Sent, < 13 => RegistrationState.UnderCheck, < 15 => RegistrationState.ToCorrect, < 17 => RegistrationState.Refused, 17 => RegistrationState.Accepted, 18 => RegistrationState.Withdrawn, _ => RegistrationState.Draft };
            var isGirl = draw.Bool();
            var first = isGirl ? InventedNames.Girl(draw) : InventedNames.Boy(draw);
            var (family, mother, motherFirst, father) = (InventedNames.Family(draw), InventedNames.Family(draw), InventedNames.Girl(draw), InventedNames.Boy(draw));
            // One in ten is under age; the rest is six or turns seven during the year.
            var birth = i % 10 == 7
                ? new DateOnly(years.Current.Id - 5, 1, 1).AddDays(draw.Number(0, 300))
                : new DateOnly(years.Current.Id - 6, 1, 1).AddDays(draw.Number(-60, 360));
            var act = $"{draw.Number(1, 2_400)}/{birth.AddDays(10).Year}";
            long? pupilId = null;
            if ((i % 15 == 4 || state == RegistrationState.Accepted) && acts.Count > 0)
            {
                // Somebody who is a pupil already: a duplicate, or what became of an accepted request.
                var known = acts.ElementAt(state == RegistrationState.Accepted ? accepted++ % acts.Count : draw.Number(acts.Count / 2, acts.Count - 1));
                var pupil = pupils[(int)known.Key - 1];
                (birth, act) = (known.Value.BirthDate, known.Value.BirthActNumber!);
                pupilId = known.Key;
                first = new TwoScripts(pupil.FirstNameAr, pupil.FirstNameLatin);
                family = new TwoScripts(pupil.LastNameAr, pupil.LastNameLatin);
            }

            var own = zones[school.Id].FirstOrDefault();
            var foreign = zones.SelectMany(z => z).FirstOrDefault(z => z.CommuneId == school.Commune.Id && z.SchoolId != school.Id);
            var zone = i % 9 == 5 && foreign is not null ? foreign : own;
            var phone = isDemo ? DemoPhone : Reserved.Phone(number) ?? DemoPhone;
            number++;
            var answers = new Answers
            {
                ["FirstNameAr"] = first.Ar,
                ["LastNameAr"] = family.Ar,
                ["FirstNameLatin"] = first.Latin,
                ["LastNameLatin"] = family.Latin,
                ["Sex"] = isGirl ? "2" : "1",
                ["BirthPlaceAr"] = school.Directorate.NameAr,
                ["BirthPlaceLatin"] = school.Directorate.NameFr,
                ["BirthActNumber"] = act,
                ["Quality"] = draw.Bool(0.7f) ? "1" : "2",
                ["FatherFirstNameAr"] = father.Ar,
                ["FatherLastNameAr"] = family.Ar,
                ["FatherFirstNameLatin"] = father.Latin,
                ["FatherLastNameLatin"] = family.Latin,
                ["FatherOfAr"] = InventedNames.Elder(draw).Ar,
                ["FatherCin"] = Reserved.Cin(500_000 + number),
                ["FatherProfession"] = draw.ArrayElement(Trades),
                ["MotherFirstNameAr"] = motherFirst.Ar,
                ["MotherLastNameAr"] = mother.Ar,
                ["MotherFirstNameLatin"] = motherFirst.Latin,
                ["MotherLastNameLatin"] = mother.Latin,
                ["MotherOfAr"] = InventedNames.Elder(draw).Ar,
                ["MotherCin"] = Reserved.Cin(600_000 + number),
                ["Directorate"] = Text(school.Directorate.Id),
                ["Commune"] = Text(school.Commune.Id),
                ["Zone"] = zone is null ? Residence.Unknown : Text(zone.Id),
                ["School"] = Text(school.Id),
            };
            foreach (var parent in (string[])["Father", "Mother"])
            {
                answers[parent + "Address"] = $"{zone?.NameAr ?? "حي"}، {school.Commune.NameAr}";
                answers[parent + "Phone"] = Formats.Phone(phone);
            }

            answers.SetDate("BirthDate", birth);
            answers.SetDate("BirthActDate", birth.AddDays(10));
            if (draw.Bool(0.4f) && HijriDate.From(birth) is var hijri)
                (answers["HijriDay"], answers["HijriMonth"], answers["HijriYear"]) = (Text(hijri.Day), HijriDate.MonthName(hijri.Month, "ar"), Text(hijri.Year));
            if (zone is not null && zone.SchoolId != school.Id)
                answers["ZoneReason"] = "أخوه يدرس بهذه المؤسسة";
            if (draw.Bool(0.3f))
            {
                var younger = InventedNames.Boy(draw);
                (answers["Sibling1FirstNameAr"], answers["Sibling1LastNameAr"], answers["Sibling1FirstNameLatin"], answers["Sibling1LastNameLatin"]) = (younger.Ar, family.Ar, younger.Latin, family.Latin);
                answers.SetDate("Sibling1BirthDate", birth.AddYears(3));
            }

            if (state == RegistrationState.Draft && isDemo)
                answers["FatherCin"] = answers["MotherAddress"] = answers["School"] = "";

            var days = state is RegistrationState.Sent or RegistrationState.UnderCheck ? draw.Number(0, 12) : draw.Number(6, 30);
            var sent = years.Today.AddDays(-days).ToDateTime(new TimeOnly(draw.Number(8, 19), draw.Number(0, 59)), DateTimeKind.Utc);
            var row = new Registration
            {
                Id = seeding.NextId<Registration>(),
                SchoolYearId = years.Current.Id,
                Phone = phone,
                Language = draw.Bool(0.85f) ? "ar" : "fr",
                StateSince = sent,
                CreatedAt = sent.AddDays(-1),
            };
            row.Write(answers);
            if (state == RegistrationState.Accepted && pupilId is null)
                return null;
            if (row.KeyWhenLive is not { } key || (state is not (RegistrationState.Draft or RegistrationState.Withdrawn) && !keys.Add(key)))
                return null;
            row.Choose(school.Id, zone?.SchoolId, school.Place.Path);
            if (state == RegistrationState.Draft)
                return row;

            Step("sent", row.Send(sent), sent, null);
            var later = sent.AddHours(20);
            if (state is RegistrationState.UnderCheck or RegistrationState.ToCorrect or RegistrationState.Refused or RegistrationState.Accepted or RegistrationState.Waiting or RegistrationState.Offered)
                Step("taken-up", row.TakeUp(later), later, Roles.Head);
            switch (state)
            {
                case RegistrationState.UnderCheck:
                    row.StateSince = sent;
                    break;
                case RegistrationState.ToCorrect:
                    Step("returned", row.Return([draw.Bool() ? "proof" : "birth-act"], "المرجو إرسال وثيقة واضحة", later.AddHours(2)), later.AddHours(2), Roles.Head, row.Remark);
                    break;
                case RegistrationState.Refused:
                    var reason = i % 10 == 7 ? RefusalReason.Age : i % 9 == 5 ? RefusalReason.Zone : RefusalReason.Other;
                    Step("refused", row.Refuse(reason, reason switch
                    {
                        RefusalReason.Age => "لم يبلغ الطفل(ة) السن القانوني في 31 دجنبر",
                        RefusalReason.Zone => "المؤسسة لا تشمل محل السكنى",
                        _ => "الوثائق المدلى بها تخص طفلا آخر",
                    }, later.AddHours(3)), later.AddHours(3), Roles.Head, row.Remark);
                    break;
                case RegistrationState.Accepted:
                    Step("accepted", row.Accept(pupilId!.Value, null, later.AddHours(4)), later.AddHours(4), Roles.Head);
                    break;
                case RegistrationState.Waiting:
                case RegistrationState.Offered:
                    Step("waiting", row.Wait(null, [], null, i % 4 == 2, later.AddHours(5)), later.AddHours(5), Roles.Head);
                    if (state == RegistrationState.Offered)
                        Step("offered", row.Offer(years.Today.AddDays(2).ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc), later.AddHours(6)), later.AddHours(6), null);
                    break;
                case RegistrationState.Withdrawn:
                    Step("withdrawn", row.Withdraw(later), later, null);
                    break;
            }

            return row;

            void Step(string what, Massar.Infrastructure.Messaging.Refusal? refusal, DateTime at, string? role, string? remark = null)
            {
                if (refusal is not null)
                    throw new InvalidOperationException($"The seed took a step the workflow does not have: {what}.");
                events.Add(new RegistrationEvent { Id = seeding.NextId<RegistrationEvent>(), RegistrationId = row.Id, At = at, State = row.State, What = what, Role = role, Remark = remark, PlaceId = school.Id });
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
