using System.Security.Cryptography;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Tests.Infrastructure.Pdf.Samples;

namespace Massar.Tests.Infrastructure.Pdf;

[Collection(Papers.Name)]
public sealed class DrawingTests(PaperPress press)
{
    [Fact]
    public async Task Drawn_papers_are_sound_files()
    {
        foreach (var (paper, name) in new (IPaper, string)[] { (new SampleCertificate(), "certificate.pdf"), (new SampleDecision(), "decision.pdf"), (new SampleDecision(60), "list.pdf") })
        {
            var (exit, output) = Tools.Run("qpdf", "--check", await press.Print(paper, name));

            Assert.True(exit == 0, output);
        }
    }

    [Fact]
    public async Task A_certificate_takes_one_page_and_less_than_80_KB()
    {
        var printed = await press.Printer.DrawAsync(new SampleCertificate());

        Assert.Equal(1, printed.Pages);
        Assert.InRange(printed.Bytes.Length, 20_000, 80_000);
    }

    [Fact]
    public async Task Only_the_five_pinned_faces_are_used_and_all_are_embedded()
    {
        var file = await press.Print(new SampleCertificate(), "fonts.pdf");

        var lines = Tools.Run("pdffonts", file).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).ToList();

        var faces = lines.Select(l => l.Split(' ')[0].Split('+')[1]).Distinct().Order().ToArray();
        Assert.Equal(["Amiri-Bold", "Amiri-Regular", "NotoSans-Bold", "NotoSans-Regular", "NotoSansTifinagh-Regular"], faces);
        Assert.All(lines, l => Assert.Contains("yes yes yes", l, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_file_says_what_it_is_and_how_it_is_built()
    {
        var file = await press.Print(new SampleCertificate(), "info.pdf");

        var info = Tools.Run("pdfinfo", file).Output;
        var structure = Tools.Run("pdfinfo", "-struct", file).Output;
        var links = Tools.Run("pdfinfo", "-url", file).Output;

        Assert.Matches("Tagged: +yes", info);
        Assert.Contains("(A4)", info, StringComparison.Ordinal);
        Assert.Contains("شهادة مدرسية رقم 12/2025", info, StringComparison.Ordinal);
        Assert.Matches("PDF version: +1.[45]", info);
        Assert.Equal(["Document", "H1", "H2", "P", "Table", "TR", "TH", "TD", "Figure", "Link"],
            new[] { "Document", "H1", "H2", "P", "Table", "TR", "TH", "TD", "Figure", "Link" }.Where(t => structure.Contains(t, StringComparison.Ordinal)));
        Assert.Contains(SampleCertificate.Address.AbsoluteUri, links, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_phrase_name_date_and_number_can_be_found_in_the_file()
    {
        var text = Tools.Bare(Tools.Text(await press.Print(new SampleCertificate(), "text.pdf")));

        string[] expected =
        [
            "المملكة المغربية", "وزارة التربية الوطنية والتعليم الأولي والرياضة", "الأكاديمية الجهوية للتربية والتكوين لجهة فاس مكناس",
            "شهادة مدرسية", "Certificat de scolarité", "سلمى العلوي", "Salma ALAOUI", "K130245678", "03/09/2008", "أزرو",
            "الثانية باكالوريا علوم فيزيائية", "2BACSPF-2", "حرر بأزرو في", "14/06/2025", "عبد الرحيم بناني", "يشهد مدير ثانوية الأرز التأهيلية الموقع أسفله",
            "régulièrement inscrite dans l’établissement", "نموذج بدون قيمة قانونية",
        ];
        Assert.All(expected, phrase => Assert.Contains(Tools.Bare(phrase), text, StringComparison.Ordinal));
        // poppler turns Tifinagh round on a page that is mostly Arabic
        var tifinagh = string.Concat(Tools.Bare("ⴰⵙⵍⴽⵉⵏ ⵏ ⵜⵖⵓⵔⵉ").Reverse());
        Assert.Contains(tifinagh, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_telephone_reads_the_code()
    {
        var file = await press.Print(new SampleCertificate(), "code.pdf");
        Tools.Run("pdftoppm", "-r", "100", "-png", "-singlefile", file, press.File("code"));

        var read = Tools.Run("zbarimg", "-q", "--raw", press.File("code.png")).Output.Split((char)10)[0];

        Assert.Equal(SampleCertificate.Address.AbsoluteUri, read, ignoreCase: true);
    }

    [Theory]
    [InlineData("بتاريخ 14/06/2025", "14/06/2025")]
    [InlineData("الموسم 2025/2026", "2025/2026")]
    [InlineData("الساعة 08:30", "08:30")]
    [InlineData("المعدل 12,50", "12,50")]
    [InlineData("رقم \u200E12-2025\u200E في السجل", "12-2025")]
    [InlineData("القسم 2BACSPF-2 والبطاقة", "2BACSPF-2")]
    public async Task Numbers_keep_their_order_inside_an_Arabic_line(string line, string number)
    {
        var file = await press.Print(new OneSheet(s => s.Paragraph(line)), "numbers.pdf");

        // raw: the order on the paper, from left to right, without a reader's guess
        var glyphs = Tools.Words(file).Where(w => w.Text.Any(char.IsAsciiLetterOrDigit)).OrderBy(w => w.Left).Select(w => w.Text);

        Assert.Equal(number, string.Concat(glyphs));
    }

    [Fact]
    public async Task A_telephone_number_runs_from_left_to_right_inside_an_Arabic_line()
    {
        var file = await press.Print(new OneSheet(s => s
            .Paragraph($"الهاتف {PaperText.LeftToRight("+212 6 12 34 56 78")} بالمؤسسة")), "phone.pdf");

        var groups = Tools.Words(file).Where(w => w.Text.Any(char.IsAsciiDigit)).OrderBy(w => w.Left).Select(w => w.Text);

        Assert.Equal("+212612345678", string.Concat(groups));
    }

    [Theory]
    [InlineData("محمد عبد الرحمان بن عبد الكريم بن عبد القادر العلوي المدغري الفاسي", "محمد عبد الرحمان بن عبد الكريم بن عبد القادر العلوي المدغري الفاسي")]
    [InlineData("Jean-François d’Ormesson", "Jean-François d’Ormesson")]
    [InlineData("ⵎⵓⵃⵎⵎⴰⴷ", "ⵎⵓⵃⵎⵎⴰⴷ")]
    [InlineData("<b>&amp; سلمى", "<b>&amp; سلمى")]
    [InlineData("سل\u202Eمى \u2067العلوي\u0000\u0007", "سلمى العلوي")]
    [InlineData("\uFEB3\uFEE0\uFEE4\uFEF0", "سلمى")]
    [InlineData("سلـــمى   العلوي ", "سلمى العلوي")]
    public async Task Odd_names_are_drawn_whole_and_tidy(string typed, string drawn)
    {
        var file = await press.Print(new OneSheet(s => s.Paragraph(PaperText.Name(typed))), "odd.pdf");

        // readers turn brackets beside Arabic
        Assert.Equal(Tools.Bare(drawn).Replace('<', '>').Order(), Tools.Bare(Tools.Text(file)).Replace('<', '>').Order());
    }

    [Fact]
    public async Task A_word_of_200_letters_stays_inside_its_cell()
    {
        var word = new string('ب', 200);
        var file = await press.Print(new OneSheet(s => s.Table(t => t.Column(1, "الاسم").Column(1, "الرقم").Row(word, "1"))), "long.pdf");

        var words = Tools.Words(file);

        Assert.Equal(200, Tools.Bare(Tools.Text(file)).Count(c => c == 'ب'));
        // the first column is the right half of the page
        Assert.All(words.Where(w => w.Text.Contains('ب', StringComparison.Ordinal) && w.Text.Length > 5), w => Assert.InRange(w.Left, Sheet.PageWidth / 2 - 1, Sheet.PageWidth - 47));
    }

    [Theory]
    [InlineData("سلمى 😀")]
    [InlineData("王")]
    public async Task A_text_that_cannot_be_drawn_is_refused_by_name(string text)
    {
        var refusal = await Assert.ThrowsAsync<UnprintableTextException>(() => press.Printer.DrawAsync(new OneSheet(s => s.Paragraph(text))));

        Assert.Equal(text, refusal.Text);
    }

    [Fact]
    public void Half_a_character_is_refused() => Assert.Throws<UnprintableTextException>(() => PaperText.Clean("half \uD83D"));

    [Fact]
    public async Task The_same_paper_has_the_same_bytes()
    {
        var hashes = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
            Convert.ToHexString(SHA256.HashData((await press.Printer.DrawAsync(new SampleCertificate())).Bytes))));

        Assert.Single(hashes.Distinct());
    }

    [Fact]
    public async Task Many_papers_share_one_file_and_its_faces()
    {
        var one = await press.Printer.DrawAsync(new SampleCertificate());

        var all = await press.Printer.DrawAsync(new Bundle(new PaperFacts("شواهد", "اختبار", SampleCertificate.Created, Mark: "نموذج"),
            Enumerable.Range(1, 20).Select(n => new SampleCertificate(number: $"{n}/2025"))));

        Assert.Equal(20, all.Pages);
        Assert.True(all.Bytes.Length < 20 * one.Bytes.Length / 3, $"{all.Bytes.Length} for 20, {one.Bytes.Length} for one");
        var text = Tools.Bare(Tools.Text(press.Save(all.Bytes, "bundle.pdf"), 20));
        Assert.Contains("20/2025", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_for_the_printer_drawn_while_its_papers_are_made_has_their_pages_and_comes_in_pieces_of_half_the_size()
    {
        var papers = Enumerable.Range(1, 80).Select(n => new SampleCertificate(number: $"{n}/2025")).ToList();
        var whole = (await press.Printer.DrawAsync(new Bundle(papers[0].Facts, papers))).Bytes;

        await using var bundle = PdfPrinter.BeginBundle(50_000);
        var reading = Task.Run(async () =>
        {
            var pieces = new List<byte[]>();
            await foreach (var piece in bundle.Pieces(CancellationToken.None)) pieces.Add(piece);
            return pieces;
        });
        foreach (var paper in papers) await bundle.Add(paper, CancellationToken.None);
        bundle.Complete();
        var read = await reading;

        Assert.All(read.SkipLast(1), p => Assert.Equal(50_000, p.Length));
        byte[] file = [.. read.SelectMany(p => p)];
        var (one, other) = (press.Save(file, "printer.pdf"), press.Save(whole, "read.pdf"));
        Assert.Equal(80, Pages(one));
        foreach (var page in (int[])[1, 40, 80]) Assert.Equal(Tools.Bare(Tools.Text(other, page)), Tools.Bare(Tools.Text(one, page)));
        // What is drawn is the same; what it is, a reader aloud is told by the paper itself.
        Assert.True(file.Length < whole.Length * 0.6, $"{file.Length} for the printer, {whole.Length} for readers");
    }

    [Fact]
    public async Task A_file_that_nobody_wants_any_more_and_one_with_a_paper_that_cannot_be_drawn_end_at_once()
    {
        await using var left = PdfPrinter.BeginBundle(1_000);
        await left.Add(new SampleCertificate(), CancellationToken.None);
        await left.DisposeAsync();
        await using var wrong = PdfPrinter.BeginBundle(1_000);
        await wrong.Add(new OneSheet(s => s.Paragraph("\U0001F600")), CancellationToken.None);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Read(left));
        await Assert.ThrowsAsync<UnprintableTextException>(() => Read(wrong));
        await Assert.ThrowsAnyAsync<System.Threading.Channels.ChannelClosedException>(async () => await wrong.Add(new SampleCertificate(), CancellationToken.None));

        static async Task Read(RunningBundle bundle)
        {
            await foreach (var piece in bundle.Pieces(CancellationToken.None)) Assert.NotEmpty(piece);
        }
    }

    [Fact]
    public async Task A_paper_of_the_demonstration_says_so_on_every_page_and_a_real_one_does_not()
    {
        var marked = await press.Print(new SampleDecision(60), "marked.pdf");
        var real = await press.Print(new SampleDecision(60, mark: null), "real.pdf");

        var mark = Tools.Bare("نموذج بدون قيمة قانونية");
        Assert.All(Enumerable.Range(1, Pages(marked)), p => Assert.Contains(mark, Tools.Bare(Tools.Text(marked, p)), StringComparison.Ordinal));
        Assert.DoesNotContain(mark, Tools.Bare(Tools.Text(real)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_for_signatures_lie_over_their_blocks()
    {
        var printed = await press.Printer.DrawAsync(new SampleDecision());

        Assert.Equal(["visa", "authority"], printed.Fields.Select(f => f.Name));
        foreach (var (field, date) in printed.Fields.Zip(["20/06/2025", "14/06/2025"]))
        {
            Assert.Equal(printed.Pages - 1, field.Page);
            var inside = Tools.Words(press.Save(printed.Bytes, "fields.pdf"), field.Page + 1)
                .Where(w => w.Left > field.X && w.Right < field.X + field.Width && Sheet.PageHeight - w.Bottom > field.Y - 4 && Sheet.PageHeight - w.Top < field.Y + field.Height + 4)
                .OrderBy(w => w.Top).ThenBy(w => w.Left).Select(w => w.Text);
            Assert.Contains(date, string.Concat(inside), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_sentence_takes_values_in_its_places_with_their_weight()
    {
        var text = RichText.Format("يشهد {0} أن {1}", Run.Strong("المدير"), "{0}");

        Assert.Equal([new Run("يشهد "), new Run("المدير", Bold: true), new Run(" أن "), new Run("{0}")], text.Runs);
        Assert.Throws<FormatException>(() => RichText.Format("{2}", "a"));
    }

    [Fact]
    public void A_missing_face_is_named_in_one_line()
    {
        var fault = Assert.Throws<FontMissingException>(() => PinnedFonts.Prepare(press.File("none"), [press.Directory + "/nowhere"]));

        Assert.Contains("Amiri-Regular.ttf", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", fault.Message, StringComparison.Ordinal);
    }

    internal static int Pages(string file) =>
        int.Parse(Tools.Run("pdfinfo", file).Output.Split('\n').Single(l => l.StartsWith("Pages:", StringComparison.Ordinal))[6..], System.Globalization.CultureInfo.InvariantCulture);
}

[Collection(Papers.Name)]
public sealed class TableTests(PaperPress press)
{
    private static OneSheet List(int rows) => new(sheet =>
    {
        sheet.PageNumber = (page, pages) => $"صفحة {page} من {pages}";
        sheet.Paragraph("قائمة المترشحين");
        sheet.Table(table =>
        {
            table.Empty = "لا أحد";
            table.Column(1, "No", Align.Center).Column(4, "الاسم");
            for (var i = 1; i <= rows; i++)
                table.Row($"r{i}r", i % 7 == 0 ? string.Join(' ', Enumerable.Repeat("ثانوية ابن الخطيب التأهيلية", 8)) : "سلمى");
        });
        sheet.Paragraph("وحرر هذا المحضر للرجوع إليه");
        sheet.Signature(new Signature("end", ["المدير"], "عبد الرحيم"));
    });

    [Fact]
    public async Task A_table_without_rows_says_so()
    {
        var text = Tools.Bare(Tools.Text(await press.Print(List(0), "rows0.pdf")));

        Assert.Contains(Tools.Bare("لا أحد"), text, StringComparison.Ordinal);
        Assert.Contains(Tools.Bare("صفحة 1 من 1"), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_signature_goes_to_the_next_page_only_together_with_text()
    {
        var full = 1;
        while ((await press.Printer.DrawAsync(List(full + 1))).Pages == 1) full++;

        await Check(full, pages: 1);
        await Check(full + 1, pages: 2);
        var second = Tools.Bare(Tools.Text(press.File($"rows{full + 1}.pdf"), 2));

        Assert.InRange(full, 10, 60);
        Assert.Contains(Tools.Bare("وحرر هذا المحضر"), second, StringComparison.Ordinal);
        Assert.Contains(Tools.Bare("عبد الرحيم"), second, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(500, null)]
    public async Task Rows_are_neither_lost_nor_cut_and_the_head_stands_on_every_page(int rows, int? pages) => await Check(rows, pages);

    private async Task Check(int rows, int? pages)
    {
        var file = await press.Print(List(rows), $"rows{rows}.pdf");
        var count = DrawingTests.Pages(file);
        if (pages is { } expected) Assert.Equal(expected, count);

        var seen = new List<string>();
        for (var page = 1; page <= count; page++)
        {
            var words = Tools.Words(file, page);
            var text = Tools.Bare(Tools.Text(file, page));
            var own = words.Where(w => w.Text.StartsWith('r') && w.Text.EndsWith('r')).ToList();
            seen.AddRange(own.Select(w => w.Text));
            if (own.Count > 0) Assert.Contains(words, w => w.Text == "No" && w.Top < own.Min(o => o.Top));
            Assert.Contains(Tools.Bare($"صفحة {page} من {count}"), text, StringComparison.Ordinal);
            // nothing runs into the foot
            Assert.All(words.Where(w => !Tools.Bare($"صفحة {page} من {count}").Contains(w.Text, StringComparison.Ordinal)), w => Assert.True(w.Bottom < 800, $"{w}"));
        }
        Assert.Equal(Enumerable.Range(1, rows).Select(i => $"r{i}r"), seen);
    }

    [Fact]
    public async Task A_long_text_goes_on_over_the_page_by_lines()
    {
        var words = Enumerable.Range(1, 1500).Select(i => $"w{i}").ToList();
        var file = await press.Print(new OneSheet(s => s.Paragraph(string.Join(' ', words), TextStyle.In(Language.French))), "flow.pdf");

        var read = Tools.Text(file).Split([' ', '\n', '\f'], StringSplitOptions.RemoveEmptyEntries);

        Assert.True(DrawingTests.Pages(file) >= 2);
        Assert.Equal(words, read);
    }

    [Fact]
    public async Task A_row_higher_than_a_page_is_refused()
    {
        var endless = string.Join(' ', Enumerable.Repeat("ثانوية", 4000));

        await Assert.ThrowsAsync<BlockTooTallException>(() => press.Printer.DrawAsync(new OneSheet(s => s.Table(t => t.Column(1, "الاسم").Row(endless)))));
    }

    [Fact]
    public async Task What_changed_between_two_situations_is_in_bold()
    {
        var file = await press.Print(new OneSheet(s => s.Comparison(new Comparison("البيان", "القديمة", "الجديدة", [new("rank", "5", "6"), new("scale", "11", "11")]))), "compare.pdf");

        var words = Tools.Words(file);
        double Left(string text) => words.Last(w => w.Text == text).Left;

        // from right to left: item, old, new
        Assert.True(Left("rank") > Left("5") && Left("5") > Left("6"));
        Assert.Contains("Amiri-Bold", Tools.Run("pdffonts", file).Output, StringComparison.Ordinal);
    }
}

[Collection(Papers.Name)]
public sealed class PrinterTests(PaperPress press)
{
    [Fact]
    public async Task A_full_queue_refuses_at_once_and_says_when_to_come_back()
    {
        using var busy = new PdfPrinter(press.File("state"), PinnedFonts.SystemDirectories, threads: 1, places: 2);
        using var gate = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        var first = busy.DrawAsync(new Held(gate, entered));
        entered.Wait(TimeSpan.FromSeconds(10));
        var waiting = new[] { busy.DrawAsync(new SampleCertificate()), busy.DrawAsync(new SampleCertificate()) };

        var refusal = await Assert.ThrowsAsync<PrinterBusyException>(() => busy.DrawAsync(new SampleCertificate()));

        Assert.InRange(refusal.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        gate.Set();
        Assert.Equal(1, (await first).Pages);
        Assert.All(await Task.WhenAll(waiting), p => Assert.Equal(1, p.Pages));
    }

    [Fact]
    public async Task A_paper_nobody_waits_for_is_not_drawn()
    {
        using var busy = new PdfPrinter(press.File("state"), PinnedFonts.SystemDirectories, threads: 1);
        using var gate = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        using var left = new CancellationTokenSource();
        var first = busy.DrawAsync(new Held(gate, entered));
        entered.Wait(TimeSpan.FromSeconds(10));
        var second = busy.DrawAsync(new OneSheet(_ => Assert.Fail("drawn")), left.Token);

        await left.CancelAsync();
        gate.Set();

        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task Sheets_of_one_kind_are_set_as_if_each_were_the_first()
    {
        using var single = new PdfPrinter(press.File("state"), PinnedFonts.SystemDirectories, threads: 1);
        // Each setting after each other one, one that none holds on a page among them.
        var sizes = new HashSet<int>();
        foreach (var lines in (int[])[5, 40, 5, 45, 60, 5, 200, 45, 200, 60, 40])
        {
            var (remembered, alone) = (await single.DrawAsync(new Fitted(lines, "kind")), await single.DrawAsync(new Fitted(lines, null)));
            Assert.Equal(alone.Bytes, remembered.Bytes);
            sizes.Add(alone.Pages);
        }

        Assert.True(sizes.Count > 1);
    }

    [Fact]
    public async Task A_fault_in_one_paper_leaves_the_next_ones_alone()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => press.Printer.DrawAsync(new OneSheet(_ => throw new InvalidOperationException("paper"))));

        Assert.Equal(1, (await press.Printer.DrawAsync(new SampleCertificate())).Pages);
    }

    /// <summary>A paper that waits until it is let go.</summary>
    private sealed class Held(ManualResetEventSlim gate, ManualResetEventSlim entered) : IPaper
    {
        public PaperFacts Facts => new("-", "-", SampleCertificate.Created);

        public void Compose(PaperBuilder paper)
        {
            entered.Set();
            gate.Wait(TimeSpan.FromSeconds(20));
            paper.Sheet(s => s.Paragraph("-"));
        }
    }
}
