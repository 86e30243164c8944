using Bogus;
using Massar.Features.Reference;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Commands;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Schools;

/// <summary>Communes and schools under real directorates of one academy; the schools are invented, and so are their numbers.</summary>
public sealed class Seed : ISeed
{
    private const string Academy = "09";
    private const int FirstCommuneId = 100;
    private const int FirstUnit = Reserved.FirstGresa + 5_000;

    /// <summary>Of twelve schools: what each is. More schools repeat the list.</summary>
    private static readonly (string Cycles, string Nature, bool IsPublic)[] Kinds =
    [
        ("COL", "COLLEGE", true), ("PRI", "AUTONOMOUS_PRIMARY", true), ("QUA", "LYCEE", true), ("PRI", "SECTOR_CENTRE", true),
        ("PRI;COL", "AUTONOMOUS_PRIMARY", false), ("COL", "COLLEGE", true), ("PRI", "AUTONOMOUS_PRIMARY", true), ("QUA", "LYCEE_GT", true),
        ("PRI", "COMMUNAL_SCHOOL", true), ("COL", "COLLEGE", true), ("PRI", "AUTONOMOUS_PRIMARY", true), ("QUA", "LYCEE", true),
    ];

    /// <summary>Classes a cycle has at least: one for each level and stream. Checked here, before anything is written.</summary>
    private static readonly Dictionary<string, int> LeastClasses = new() { ["PRI"] = 6, ["COL"] = 3, ["QUA"] = 7 };

    private const int LeastInClass = 25;

    private static readonly (string Ar, string Fr)[] Communes =
    [
        ("النخيل", "Ennakhil"), ("الزيتون", "Ezzaytoun"), ("الواحة", "El Oaha"), ("الأركان", "Argane"), ("السهل", "Essahl"), ("الربوة", "Errabwa"), ("المنبع", "El Manbaa"), ("الساقية", "Essaqia"),
    ];

    private static readonly (string Ar, string Fr)[] Quarters =
    [
        ("حي السلام", "Hay Essalam"), ("حي الأمل", "Hay El Amal"), ("حي الفتح", "Hay El Fath"), ("حي النهضة", "Hay Ennahda"), ("حي المسيرة", "Hay El Massira"), ("حي الوحدة", "Hay El Wahda"),
        ("دوار العين", "Douar El Aïn"), ("دوار الرمان", "Douar Erroumane"), ("دوار اللوز", "Douar Ellouz"), ("دوار الصفصاف", "Douar Essafsaf"),
    ];

    // Schools are called after scholars, values, plants and days, all over the country.
    private static readonly (string Ar, string Fr)[] SchoolNames =
    [
        ("ابن سينا", "Ibn Sina"), ("ابن رشد", "Ibn Rochd"), ("الخوارزمي", "Al Khawarizmi"), ("المسيرة الخضراء", "Al Massira Al Khadra"), ("ابن خلدون", "Ibn Khaldoun"), ("النخيل", "Ennakhil"),
        ("الفارابي", "Al Farabi"), ("الوحدة", "Al Wahda"), ("ابن بطوطة", "Ibn Battouta"), ("الأمل", "Al Amal"), ("الشريف الإدريسي", "Charif Al Idrissi"), ("السلام", "Essalam"),
        ("ابن الهيثم", "Ibn Al Haytham"), ("الزيتون", "Ezzaytoun"), ("البيروني", "Al Bayrouni"), ("المستقبل", "Al Moustakbal"), ("ابن زهر", "Ibn Zohr"), ("النور", "Ennour"), ("الجاحظ", "Al Jahiz"), ("الرازي", "Arrazi"),
        ("ابن البيطار", "Ibn Al Baytar"), ("الأرز", "Al Arz"), ("ابن طفيل", "Ibn Tofail"), ("التقدم", "Attakadoum"), ("المنفلوطي", "Al Manfalouti"), ("الأركان", "Al Arkane"), ("ابن عربي", "Ibn Arabi"), ("النجاح", "Annajah"),
    ];

    public int Order => 20;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var draw = seeding.Draw("schools");
        var tree = await seeding.Db.Places.AsNoTracking().OrderBy(p => p.Id).ToListAsync(ct);
        var ministry = Of(tree.Single(p => p.Kind == PlaceKind.Ministry));
        var academy = Of(tree.Single(p => p.Kind == PlaceKind.Academy && p.Code == Academy));
        var directorates = tree.Where(p => p.ParentId == academy.Id && p.Kind == PlaceKind.Directorate).Take(Math.Max(1, seeding.Plan.Directorates)).Select(Of).ToList();

        List<Place> places = [];
        List<School> rows = [];
        List<SchoolZone> zones = [];
        List<SeededPlace> communes = [];
        List<SeededSchool> schools = [];
        var nextId = FirstCommuneId;
        var units = 0;

        SeededPlace Add(PlaceKind kind, string code, string ar, string fr, SeededPlace parent)
        {
            var id = nextId++;
            var place = new Place { Id = id, Kind = kind, Code = code, NameAr = ar, NameFr = fr, ParentId = parent.Id, Path = $"{parent.Path}{id}/" };
            places.Add(place);
            return Of(place);
        }

        var total = seeding.Plan.Schools;
        foreach (var (directorate, index) in directorates.Select((d, i) => (d, i)))
        {
            // Two thirds lie in the first directorate, the rest is shared by the others.
            var others = directorates.Count - 1;
            var share = index == 0 ? total - (others == 0 ? 0 : total / 3 / others * others) : total / 3 / others;
            var own = Enumerable.Range(0, Math.Max(1, Math.Min(4, share / 2)))
                .Select(i => Add(PlaceKind.Commune, $"{directorate.Code}.{i + 1:D2}", $"{(i == 0 ? "بلدية" : "جماعة")} {Communes[(index * 3 + i) % Communes.Length].Ar}",
                    $"{(i == 0 ? "Municipalité" : "Commune")} {Communes[(index * 3 + i) % Communes.Length].Fr}", directorate))
                .ToList();
            communes.AddRange(own);

            for (var i = 0; i < share; i++)
            {
                var kind = total == 1 ? ("PRI;COL;QUA", "LYCEE", true) : Kinds[schools.Count % Kinds.Length];
                // The central municipality takes every other school; the rest is rural.
                var commune = own[i % 2 == 0 ? 0 : 1 + i / 2 % Math.Max(1, own.Count - 1) is var c && c < own.Count ? c : 0];
                Build(schools.Count, kind, commune, directorate, isUrban: commune == own[0]);
            }
        }

        void Build(int number, (string Cycles, string Nature, bool IsPublic) kind, SeededPlace commune, SeededPlace directorate, bool isUrban)
        {
            var gresa = GresaCode.Of(Reserved.FirstGresa + number).Value;
            var name = SchoolNames[number % SchoolNames.Length];
            var round = number / SchoolNames.Length;
            var (ar, fr) = Called(kind.Cycles, kind.Nature, kind.IsPublic, round == 0 ? name.Ar : $"{name.Ar} {round + 1}", round == 0 ? name.Fr : $"{name.Fr} {round + 1}");
            var place = Add(PlaceKind.School, gresa, ar, fr, commune);
            var quarters = draw.ArrayElements(Quarters, 2);
            rows.Add(new School
            {
                Id = place.Id,
                GresaCode = gresa,
                Cycles = kind.Cycles,
                Nature = kind.Nature,
                IsPublic = kind.IsPublic,
                IsUrban = isUrban,
                AddressAr = $"{quarters[0].Ar}، {commune.NameAr}",
                Phone = null,
                FirstYearSeats = kind.Cycles.Contains("PRI", StringComparison.Ordinal) ? draw.Number(2, 4) * 15 : 0,
            });
            schools.Add(new SeededSchool(place, commune, directorate, kind.Cycles.Split(';'), kind.Nature, kind.IsPublic, isUrban));
            // A private school takes children from anywhere.
            if (kind.IsPublic)
                zones.AddRange(quarters.Select(q => new SchoolZone { Id = (int)seeding.NextId<SchoolZone>(), SchoolId = place.Id, CommuneId = commune.Id, NameAr = q.Ar, NameFr = q.Fr }));

            if (kind.Nature == "SECTOR_CENTRE")
                foreach (var unit in draw.ArrayElements(Quarters[6..], 2))
                {
                    // Units of a group have numbers of their own, high in the range. Their pupils are counted at the centre.
                    var code = GresaCode.Of(FirstUnit + units++).Value;
                    var annex = Add(PlaceKind.Annex, code, $"فرعية {unit.Ar}", $"Unité {unit.Fr}", place);
                    rows.Add(new School { Id = annex.Id, GresaCode = code, Cycles = "PRI", Nature = "SATELLITE", IsPublic = true, IsUrban = false });
                }
        }

        var least = LeastInClass * schools.Sum(s => s.Cycles.Sum(c => LeastClasses[c]) + (s.Nature == "LYCEE_GT" ? 2 : 0));
        if (seeding.Plan.Pupils < least)
            throw new CommandException($"{total} schools need at least {least} pupils.");

        await seeding.Insert(places, ct);
        await seeding.Insert(rows, ct);
        await seeding.Insert(zones, ct);
        seeding.Share(new SeededSchools(ministry, academy, directorates[0], directorates, communes, schools));
    }

    private static (string Ar, string Fr) Called(string cycles, string nature, bool isPublic, string ar, string fr) => (cycles, nature) switch
    {
        _ when !isPublic => ($"مجموعة مدارس {ar} الخصوصية", $"Groupe scolaire privé {fr}"),
        ("PRI", "SECTOR_CENTRE") => ($"م.م {ar}", $"G.S. {fr}"),
        ("PRI", "COMMUNAL_SCHOOL") => ($"المدرسة الجماعاتية {ar}", $"École communautaire {fr}"),
        ("PRI", _) => ($"مدرسة {ar} الابتدائية", $"École primaire {fr}"),
        ("COL", _) => ($"الثانوية الإعدادية {ar}", $"Collège {fr}"),
        _ => ($"الثانوية التأهيلية {ar}", $"Lycée {fr}"),
    };

    private static SeededPlace Of(Place place) => new(place.Id, place.Kind, place.Code, place.NameAr, place.NameFr, place.ParentId, place.Path);
}
