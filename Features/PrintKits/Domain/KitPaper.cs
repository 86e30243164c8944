using System.Globalization;
using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;
using static Massar.Features.Documents.Domain.OfficialPaper;

namespace Massar.Features.PrintKits.Domain;

/// <summary>
/// The papers of a season in one file: a cover with the contents, then the lists of each class, with bookmarks and pages counted through the
/// whole file. Work sheets without number or seal: what they say is what the school's lists said on the day.
/// </summary>
public sealed class KitPaper(KitHead head, IReadOnlyList<ClassKit> classes) : IPaper
{
    /// <summary>Lines of cells in two languages stand nearer to each other than running text.</summary>
    private const double Spacing = 0.78;

    /// <summary>More lines than these are set tighter.</summary>
    private const int Full = 28;

    /// <summary>As many names stand large on the sheet of a door.</summary>
    private const int DoorFull = 20;

    private static readonly StringComparer Alphabet = StringComparer.Create(CultureInfo.GetCultureInfo("ar-MA"), CompareOptions.IgnoreNonSpace);
    private static readonly DayOfWeek[] Week = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday];

    private string TitleAr => Ar($"print-kits.season.{Seasons.Code(head.Season)}");

    private string TitleFr => Fr($"print-kits.season.{Seasons.Code(head.Season)}");

    public PaperFacts Facts => new($"{TitleAr} – {head.SchoolAr}", head.SchoolAr, new DateTimeOffset(head.PrintedAt, TimeSpan.Zero), Ar("print-kits.title"), OfficialPaper.Mark(head.IsDemo));

    /// <summary>The same papers with the code in place of a name that no face can print: one name must not keep a school from its lists.</summary>
    /// <param name="text">What could not be printed.</param>
    public KitPaper Without(string text) => new(head,
    [
        .. classes.Select(c => c with
        {
            Pupils =
            [
                .. c.Pupils.Select(p => p with
                {
                    NameAr = p.NameAr.Contains(text, StringComparison.Ordinal) || text.Contains(PaperText.Name(p.NameAr), StringComparison.Ordinal) ? p.Code : p.NameAr,
                    NameLatin = p.NameLatin.Contains(text, StringComparison.Ordinal) || text.Contains(PaperText.Name(p.NameLatin), StringComparison.Ordinal) ? p.Code : p.NameLatin,
                }),
            ],
        }),
    ]);

    public void Compose(PaperBuilder paper)
    {
        var sections = Sections().ToList();
        paper.Sheet(sheet => Cover(sheet, paper, sections));
        string? chapter = null;
        foreach (var (section, index) in sections.Select((s, i) => (s, i)))
            paper.Sheet(sheet =>
            {
                (sheet.Side, sheet.Top, sheet.Bottom) = (36, 34, 26);
                if (section.Chapter != chapter) sheet.Bookmark(1, chapter = section.Chapter);
                sheet.Bookmark(2, Ar(section.Key));
                Foot(sheet, paper, index + 1, section.Chapter);
                Head(sheet, section);
                section.Draw(sheet);
            });
    }

    private IEnumerable<Section> Sections() => head.Season switch
    {
        Season.Start => classes.SelectMany(c => (Section[])
        [
            new(c.ClassName, "print-kits.class-list", c.LevelAr, c.LevelFr, c.Pupils.Count, sheet => ClassList(sheet, c)),
            new(c.ClassName, "print-kits.call-sheet", c.LevelAr, c.LevelFr, c.Pupils.Count, sheet => CallSheet(sheet, c)),
        ]),
        Season.Exam => Exam(),
        _ => classes.SelectMany(c => (Section[])
        [
            new(c.ClassName, "print-kits.council-sheet", c.LevelAr, c.LevelFr, c.Pupils.Count, sheet => CouncilSheet(sheet, c)),
            new(c.ClassName, "print-kits.card-list", c.LevelAr, c.LevelFr, c.Pupils.Count, sheet => CardList(sheet, c)),
        ]),
    };

    // Candidates of a level in the order of the alphabet, room after room; then the same by class.
    private IEnumerable<Section> Exam()
    {
        var (order, used) = (-1, 0);
        foreach (var level in classes.GroupBy(c => (c.LevelOrder, c.LevelAr, c.LevelFr)).OrderBy(g => g.Key.LevelOrder))
        {
            // Streams of a level sit on the same days, so each takes the rooms after those of the one before; another level has its own days.
            if (level.Key.LevelOrder != order) (order, used) = (level.Key.LevelOrder, 0);
            var candidates = level.SelectMany(c => c.Pupils.Select(p => new Candidate(p, c.ClassName))).OrderBy(p => p.Pupil.NameAr, Alphabet).ThenBy(p => p.Pupil.Code, StringComparer.Ordinal).ToList();
            var seated = Seating.Assign(candidates, head.Rooms, used, head.RoomSeats);
            used += seated.Count;
            foreach (var room in seated)
            {
                var (ar, fr) = (RoomOf(room, Ar("print-kits.room")), RoomOf(room, Fr("print-kits.room")));
                // The papers of a room lie together; a door whose name is not known has none to hang up.
                if (room.Name is not null) yield return new Section(level.Key.LevelAr, "print-kits.door-sheet", ar, fr, room.Candidates.Count, sheet => DoorSheet(sheet, room, level.Key.LevelAr, level.Key.LevelFr));
                yield return new Section(level.Key.LevelAr, "print-kits.room-list", ar, fr, room.Candidates.Count, sheet => RoomList(sheet, room));
                if (room.Name is not null) yield return new Section(level.Key.LevelAr, "print-kits.labels", ar, fr, room.Candidates.Count, sheet => Labels(sheet, room));
            }

            foreach (var c in level)
                yield return new Section(level.Key.LevelAr, "print-kits.candidates", PaperText.LeftToRight(c.ClassName), c.ClassName, c.Pupils.Count, sheet => Candidates(sheet, c));
        }
    }

    private void Cover(Sheet sheet, PaperBuilder paper, List<Section> sections)
    {
        sheet.Bookmark(1, Ar("print-kits.contents"));
        Foot(sheet, paper, 0, TitleAr);
        sheet.Letterhead(Offices("ar", head.AcademyAr, head.DirectorateAr, head.SchoolAr), Offices("fr", head.AcademyFr, head.DirectorateFr, head.SchoolFr));
        sheet.Rule(Ink.Accent, 0.9);
        sheet.Heading(TitleAr);
        sheet.Heading(TitleFr, 2, new TextStyle(12, Bold: true, Align: Align.Center, Language: Language.French));
        var pupils = classes.SelectMany(c => c.Pupils).DistinctBy(p => p.Id).ToList();
        sheet.Facts(
            new Fact(Ar("print-kits.year"), Formats.SchoolYear(head.SchoolYear), Fr("print-kits.year")),
            new Fact(Ar("print-kits.classes"), $"{classes.Count}", Fr("print-kits.classes")),
            new Fact(Ar("print-kits.pupils"), $"{pupils.Count}", Fr("print-kits.pupils")),
            new Fact(Ar("print-kits.girls"), $"{pupils.Count(p => p.IsGirl)}", Fr("print-kits.girls")),
            new Fact(Ar("print-kits.pages"), $"{paper.Pages}", Fr("print-kits.pages")),
            new Fact(Ar("print-kits.printed"), Formats.ShortDate(Infrastructure.Data.MoroccanDay.Of(new DateTimeOffset(head.PrintedAt, TimeSpan.Zero))), Fr("print-kits.printed")));
        if (head.Season == Season.Exam && head.Rooms.Count > 0) sheet.Paragraph($"{Ar("print-kits.rooms.about")} – {Fr("print-kits.rooms.about")}", new TextStyle(9.5, Ink: Ink.Muted), 4);
        sheet.Heading($"{Ar("print-kits.contents")} – {Fr("print-kits.contents")}", 2);
        sheet.Table(table =>
        {
            (table.Size, table.Pad, table.Spacing) = (10, 1.2, Spacing);
            table.Column(3, Both("print-kits.class")).Column(5, Both("print-kits.paper")).Column(3, Both("print-kits.which")).Column(1.6, Both("print-kits.pupils"), Align.Center).Column(1.4, Both("print-kits.page"), Align.Center);
            table.Empty = Ar("print-kits.empty");
            foreach (var (section, index) in sections.Select((s, i) => (s, i)))
                table.Row(PaperText.LeftToRight(section.Chapter), $"{Ar(section.Key)} – {Fr(section.Key)}", section.WhichAr, $"{section.Pupils}", $"{paper.PageOf(index + 1)}");
        });
    }

    private void Head(Sheet sheet, Section section)
    {
        sheet.Row(row => row
            .Column(5, c => c.Lines([head.SchoolAr, $"{Ar("print-kits.year")} {PaperText.LeftToRight(Formats.SchoolYear(head.SchoolYear))}"], new TextStyle(11, Spacing: 0.8)))
            .Column(7, c => c
                .Heading(Ar(section.Key), style: new TextStyle(16, Bold: true, Align: Align.Center, Ink: Ink.Accent, Spacing: 0.8))
                .Heading(Fr(section.Key), 2, new TextStyle(10, Bold: true, Align: Align.Center, Language: Language.French)))
            .Column(5, c => c.Lines([PaperText.LeftToRight(section.Chapter), section.WhichAr], new TextStyle(11, Align: Align.End, Spacing: 0.8))));
        sheet.Rule(Ink.Accent, 0.7);
    }

    // Pages are counted through the file, as the contents name them.
    private void Foot(Sheet sheet, PaperBuilder paper, int number, string what)
    {
        sheet.Note = $"{PaperText.LeftToRight(head.GresaCode)} – {what}";
        sheet.PageNumber = (page, _) => Ar("print-kits.page-of", paper.PageOf(number) + page - 1, paper.Pages);
    }

    private static void ClassList(Sheet sheet, ClassKit kit)
    {
        sheet.Table(table =>
        {
            Usual(table, kit.Pupils.Count);
            table.Column(0.8, Both("print-kits.order"), Align.Center).Column(2.2, Both("print-kits.code"), Align.Center).Column(4, Both("print-kits.name")).Column(4, Both("print-kits.latin")).Column(0.9, Both("print-kits.sex"), Align.Center).Column(1.9, Both("print-kits.birth"), Align.Center);
            foreach (var p in kit.Pupils)
                table.Row($"{p.Order}", PaperText.LeftToRight(p.Code), PaperText.Name(p.NameAr), new Cell(PaperText.Name(p.NameLatin), Language: Language.French, Align: Align.End), Ar(p.IsGirl ? "print-kits.girl" : "print-kits.boy"), PaperText.LeftToRight(Formats.ShortDate(p.BirthDate)));
            Totals(table, kit, 6);
        });
    }

    private static void CallSheet(Sheet sheet, ClassKit kit)
    {
        sheet.Paragraph($"{Ar("print-kits.week")} ........................  {Fr("print-kits.week")}", new TextStyle(10.5), 4);
        sheet.Table(table =>
        {
            Usual(table, kit.Pupils.Count);
            table.Group("", 2);
            foreach (var day in Week) table.Group(Formats.Day(day, "ar"), 2);
            table.Column(0.9, Both("print-kits.order"), Align.Center).Column(5, Both("print-kits.name"));
            for (var half = 0; half < Week.Length; half++) table.Column(0.8, Ar("print-kits.morning"), Align.Center).Column(0.8, Ar("print-kits.afternoon"), Align.Center);
            foreach (var p in kit.Pupils) table.Row([$"{p.Order}", PaperText.Name(p.NameAr), .. Enumerable.Repeat<Cell>("", Week.Length * 2)]);
            table.Row([new Cell(Ar("print-kits.absent"), Bold: true, Span: 2), .. Enumerable.Repeat<Cell>("", Week.Length * 2)]);
        });
        sheet.Paragraph(Ar("print-kits.call-sheet.about"), new TextStyle(9.5, Ink: Ink.Muted));
    }

    private static string RoomOf(SeatedRoom room, string word) => $"{word} {(room.Name is { } name ? PaperText.LeftToRight(name) : $"{room.Number}")}";

    // Read from the corridor: the room large, then who sits in it, without codes.
    private static void DoorSheet(Sheet sheet, SeatedRoom room, string levelAr, string levelFr)
    {
        // One page for what hangs on one door.
        var isFull = room.Candidates.Count > DoorFull;
        sheet.Paragraph(PaperText.LeftToRight(room.Name!), new TextStyle(isFull ? 40 : 54, Bold: true, Align: Align.Center, Ink: Ink.Accent, Spacing: 0.8), 0);
        sheet.Paragraph(levelAr, new TextStyle(17, Bold: true, Align: Align.Center, Spacing: 0.8), 0);
        sheet.Paragraph(levelFr, new TextStyle(11, Align: Align.Center, Language: Language.French), 4);
        sheet.Facts(
            new Fact(Ar("print-kits.seats"), PaperText.LeftToRight($"{room.First} – {room.Last}"), Fr("print-kits.seats")),
            new Fact(Ar("print-kits.candidates.count"), $"{room.Candidates.Count}", Fr("print-kits.candidates.count")));
        sheet.Table(table =>
        {
            Usual(table, room.Candidates.Count);
            (table.Size, table.Spacing, table.Pad) = isFull ? (8.5, 0.7, 0.2) : room.Candidates.Count > DoorFull / 2 + 4 ? (10.5, 0.72, 0.5) : (11.5, 0.74, 1.8);
            table.Column(1.2, Both("print-kits.seat"), Align.Center).Column(5, Both("print-kits.name")).Column(5, Both("print-kits.latin")).Column(2, Both("print-kits.class"), Align.Center);
            foreach (var (c, index) in room.Candidates.Select((c, i) => (c, i)))
                table.Row(new Cell($"{room.First + index}", Bold: true), PaperText.Name(c.Pupil.NameAr), new Cell(PaperText.Name(c.Pupil.NameLatin), Language: Language.French, Align: Align.End), PaperText.LeftToRight(c.ClassName));
        });
    }

    // Three to a line, cut apart and glued on the tables.
    private static void Labels(Sheet sheet, SeatedRoom room)
    {
        const int Across = 3;
        sheet.Paragraph($"{Ar("print-kits.labels.about")} – {Fr("print-kits.labels.about")}", new TextStyle(9, Ink: Ink.Muted, Align: Align.Center), 2);
        sheet.Rule(Ink.Hairline);
        foreach (var (line, index) in room.Candidates.Select((c, i) => (Candidate: c, Seat: room.First + i)).Chunk(Across).Select((l, i) => (l, i)))
        {
            // Between the lines only: one after the last would begin a page.
            if (index > 0) sheet.Rule(Ink.Hairline);
            sheet.Row(row =>
            {
                foreach (var (c, seat) in line)
                    row.Column(1, label =>
                    {
                        label.Paragraph($"{seat}", new TextStyle(18, Bold: true, Align: Align.Center, Ink: Ink.Accent, Spacing: 0.7), 0);
                        label.Paragraph(PaperText.Name(c.Pupil.NameAr), new TextStyle(11.5, Bold: true, Align: Align.Center, Spacing: 0.7), 0);
                        label.Paragraph(PaperText.Name(c.Pupil.NameLatin), new TextStyle(8, Align: Align.Center, Language: Language.French, Spacing: 1), 0);
                        label.Paragraph($"{PaperText.LeftToRight(room.Name!)} – {PaperText.LeftToRight(c.ClassName)}", new TextStyle(8, Ink: Ink.Muted, Align: Align.Center, Spacing: 0.75), 0);
                    });
                for (var missing = line.Length; missing < Across; missing++) row.Column(1, label => label.Space(1));
            });
        }
    }

    private static void RoomList(Sheet sheet, SeatedRoom room)
    {
        if (room.Name is null) sheet.Paragraph($"{Ar("print-kits.room.name")} ........................  {Fr("print-kits.room.name")}", new TextStyle(11), 4);
        sheet.Table(table =>
        {
            Usual(table, room.Candidates.Count, 3);
            table.Column(0.8, Both("print-kits.seat"), Align.Center).Column(2.2, Both("print-kits.code"), Align.Center).Column(4.4, Both("print-kits.name")).Column(1.9, Both("print-kits.class"), Align.Center).Column(2.4, Both("print-kits.signature.first"), Align.Center).Column(2.4, Both("print-kits.signature.second"), Align.Center);
            foreach (var (c, index) in room.Candidates.Select((c, i) => (c, i)))
                table.Row($"{room.First + index}", PaperText.LeftToRight(c.Pupil.Code), PaperText.Name(c.Pupil.NameAr), PaperText.LeftToRight(c.ClassName), "", "");
            table.Row(new Cell($"{Ar("print-kits.total")}: {room.Candidates.Count}", Bold: true, Span: 6));
        });
        sheet.Row(row => row.Column(1, c => c.Signature(new Signature(null, [Ar("print-kits.invigilator")], ""))).Column(1, c => c.Signature(new Signature(null, [Ar("print-kits.invigilator")], ""))));
    }

    private static void Candidates(Sheet sheet, ClassKit kit) => sheet.Table(table =>
    {
        Usual(table, kit.Pupils.Count);
        table.Column(0.8, Both("print-kits.order"), Align.Center).Column(2.2, Both("print-kits.code"), Align.Center).Column(4, Both("print-kits.name")).Column(4, Both("print-kits.latin")).Column(1.9, Both("print-kits.birth"), Align.Center).Column(2, Both("print-kits.checked"), Align.Center);
        foreach (var (p, index) in kit.Pupils.OrderBy(p => p.NameAr, Alphabet).ThenBy(p => p.Code, StringComparer.Ordinal).Select((p, i) => (p, i)))
            table.Row($"{index + 1}", PaperText.LeftToRight(p.Code), PaperText.Name(p.NameAr), new Cell(PaperText.Name(p.NameLatin), Language: Language.French, Align: Align.End), PaperText.LeftToRight(Formats.ShortDate(p.BirthDate)), "");
        Totals(table, kit, 6);
    });

    private void CouncilSheet(Sheet sheet, ClassKit kit)
    {
        var isYear = head.Season == Season.SecondTerm;
        sheet.Facts(
            new Fact(Ar("print-kits.class-average"), Shown(kit.Average), Fr("print-kits.class-average")),
            new Fact(Ar("print-kits.passing"), PaperText.LeftToRight($"{kit.Passing} / {kit.Judged}"), Fr("print-kits.passing")));
        sheet.Table(table =>
        {
            Usual(table, kit.Pupils.Count);
            table.Column(0.8, Both("print-kits.order"), Align.Center).Column(4.2, Both("print-kits.name")).Column(1.5, Both("print-kits.average"), Align.Center);
            if (isYear) table.Column(1.5, Both("print-kits.annual"), Align.Center);
            table.Column(1.3, Both("print-kits.hours"), Align.Center).Column(2.3, Both("print-kits.honour"));
            if (isYear) table.Column(2.3, Both("print-kits.decision"));
            table.Column(3, Both("print-kits.remark"));
            foreach (var p in kit.Pupils)
            {
                List<Cell> cells = [$"{p.Order}", PaperText.Name(p.NameAr), Shown(p.Average)];
                if (isYear) cells.Add(Shown(p.Annual));
                cells.AddRange([$"{p.Absences}", p.HonourAr ?? ""]);
                if (isYear) cells.Add(p.DecisionAr ?? "");
                cells.Add("");
                table.Row([.. cells]);
            }

            Totals(table, kit, isYear ? 8 : 6);
        });
        sheet.Paragraph(Ar("print-kits.council-sheet.about"), new TextStyle(9.5, Ink: Ink.Muted));
    }

    private static void CardList(Sheet sheet, ClassKit kit)
    {
        sheet.Table(table =>
        {
            Usual(table, kit.Pupils.Count, 2.2);
            table.Column(0.8, Both("print-kits.order"), Align.Center).Column(2.2, Both("print-kits.code"), Align.Center).Column(4.2, Both("print-kits.name")).Column(1.5, Both("print-kits.average"), Align.Center).Column(1.8, Both("print-kits.card"), Align.Center).Column(1.6, Both("print-kits.day"), Align.Center).Column(2.6, Both("print-kits.signature"), Align.Center);
            foreach (var p in kit.Pupils)
                table.Row($"{p.Order}", PaperText.LeftToRight(p.Code), PaperText.Name(p.NameAr), Shown(p.Average), p.Card is null ? "–" : PaperText.LeftToRight(p.Card), "", "");
            Totals(table, kit, 7);
        });
    }

    // A large class still fits on one page: nobody wants four names on a sheet of their own.
    private static void Usual(Table table, int lines, double pad = 1) =>
        (table.Size, table.Spacing, table.Pad, table.Empty) = (lines > Full ? 8.5 : 9.5, lines > Full ? 0.7 : Spacing, lines > Full ? 0.2 : pad, Ar("print-kits.nobody"));

    private static void Totals(Table table, ClassKit kit, int columns)
    {
        var girls = kit.Pupils.Count(p => p.IsGirl);
        table.Row(new Cell($"{Ar("print-kits.total")}: {kit.Pupils.Count} – {Ar("print-kits.girls")}: {girls} – {Ar("print-kits.boys")}: {kit.Pupils.Count - girls}", Bold: true, Span: columns));
    }

    private static string Shown(decimal? mark) => mark is { } value ? Formats.Mark(value) : "–";

    private static string Both(string key) => $"{Ar(key)}\n{Fr(key)}";

    /// <param name="Chapter">Class or level: the first level of bookmarks.</param>
    /// <param name="Key">Text key of the paper.</param>
    /// <param name="WhichAr">Level of the class, or which room.</param>
    private sealed record Section(string Chapter, string Key, string WhichAr, string WhichFr, int Pupils, Action<Sheet> Draw);
}

/// <summary>Draws the papers of a season.</summary>
public static class KitPress
{
    private const int MostNames = 30;

    /// <summary>As the printer draws any paper; a name that cannot be printed gives way to its code.</summary>
    /// <exception cref="PrinterBusyException">Too many papers are waiting.</exception>
    public static async Task<PrintedPaper> DrawKit(this PdfPrinter printer, KitPaper paper, CancellationToken ct)
    {
        for (var left = MostNames; ; left--)
        {
            try
            {
                return await printer.DrawAsync(paper, ct);
            }
            catch (UnprintableTextException text) when (left > 0)
            {
                paper = paper.Without(text.Text);
            }
        }
    }
}
