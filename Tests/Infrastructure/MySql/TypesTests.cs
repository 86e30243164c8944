using System.Globalization;
using Massar.Infrastructure.MySql.Storage;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Massar.Tests.Infrastructure.MySql;

/// <summary>Every type at its limits, stored, read, and compared with as a parameter and as a literal, whatever the culture.</summary>
public sealed class TypesTests(TypesTests.Database database) : IClassFixture<TypesTests.Database>
{
    private const string Awkward = "ثانوية 'ابن سينا' \\ \"é\" % _ ` 😀 \u200f؟ \0 @p ? -- ;";

    public static readonly TheoryData<string> Cultures = ["en-US", "ar-SA", "fa-IR"];

    private static readonly Sample[] Samples =
    [
        new()
        {
            Bool = true, SByte = sbyte.MinValue, Byte = byte.MaxValue, Short = short.MinValue, UShort = ushort.MaxValue,
            Int = int.MinValue, UInt = uint.MaxValue, Long = long.MinValue, ULong = ulong.MaxValue,
            Decimal = -9999999.999m, Double = double.MaxValue, Float = 0.5f,
            DateTime = new DateTime(9999, 12, 31, 23, 59, 59).AddMicroseconds(999_999), Offset = new DateTimeOffset(2024, 5, 6, 1, 2, 3, TimeSpan.FromHours(-7)).AddMicroseconds(7),
            Date = new DateOnly(9999, 12, 31), Time = new TimeOnly(23, 59, 59, 999, 999), Span = -new TimeSpan(0, 838, 59, 58, 999, 999),
            Guid = new Guid("ffffffff-ffff-4fff-bfff-ffffffffffff"), Text = Awkward, Long_Text = new string('ض', 70_000), Bytes = [0, 39, 92, 255, 13, 10, 26],
            Enum = DayOfWeek.Saturday, Char = 'ة', List = [1, -2, 3], Words = ["ألف", "b\"c"],
        },
        new()
        {
            Bool = false, SByte = sbyte.MaxValue, Byte = 0, Short = short.MaxValue, UShort = 0, Int = int.MaxValue, UInt = 0, Long = long.MaxValue, ULong = 0,
            Decimal = 9999999.999m, Double = double.Epsilon, Float = -1.25e10f,
            DateTime = new DateTime(1000, 1, 1), Offset = new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Date = new DateOnly(1000, 1, 1), Time = TimeOnly.MinValue, Span = new TimeSpan(838, 59, 59),
            Guid = Guid.Empty, Text = "", Long_Text = "", Bytes = [], Enum = DayOfWeek.Sunday, Char = '\'', List = [], Words = [],
        },
        new()
        {
            Decimal = 0.001m, Double = -0.1, Float = 0.1f, DateTime = new DateTime(2024, 2, 29, 12, 0, 0), Offset = new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero),
            Date = new DateOnly(2024, 5, 6), Time = new TimeOnly(8, 30), Span = TimeSpan.FromMicroseconds(-1), Guid = Guid.CreateVersion7(), Text = "a\r\n\tb\u001a", Long_Text = "\\'", Bytes = [1],
            Enum = DayOfWeek.Monday, Char = '\\', List = [int.MinValue], Words = [""],
        },
    ];

    [Theory, MemberData(nameof(Cultures))]
    public async Task Every_type_comes_back_as_it_was_stored(string culture)
    {
        using var _ = new Culture(culture);
        foreach (var sample in Samples)
        {
            var id = await database.Add(sample);
            await using var context = database.Context();
            var read = await context.Set<Sample>().AsNoTracking().SingleAsync(s => s.Id == id);
            Assert.Equivalent(sample.With(id), read, strict: true);
        }
    }

    [Theory, MemberData(nameof(Cultures))]
    public async Task Every_type_is_found_by_parameter_and_by_literal(string culture)
    {
        using var _ = new Culture(culture);
        foreach (var s in Samples)
        {
            var id = await database.Add(s);
            await using var context = database.Context();
            var rows = context.Set<Sample>().Where(r => r.Id == id);

            Assert.Equal(1, await rows.CountAsync(r => r.Bool == s.Bool && r.SByte == s.SByte && r.Byte == s.Byte && r.Short == s.Short && r.UShort == s.UShort));
            Assert.Equal(1, await rows.CountAsync(r => r.Int == s.Int && r.UInt == s.UInt && r.Long == s.Long && r.ULong == s.ULong && r.Enum == s.Enum));
            Assert.Equal(1, await rows.CountAsync(r => r.Decimal == s.Decimal && r.Double == s.Double && r.Float == s.Float));
            Assert.Equal(1, await rows.CountAsync(r => r.DateTime == s.DateTime));
            Assert.Equal(1, await rows.CountAsync(r => r.Offset == s.Offset));
            Assert.Equal(1, await rows.CountAsync(r => r.Date == s.Date));
            Assert.Equal(1, await rows.CountAsync(r => r.Time == s.Time));
            Assert.Equal(1, await rows.CountAsync(r => r.Span == s.Span));
            Assert.Equal(1, await rows.CountAsync(r => r.Guid == s.Guid && r.Text == s.Text && r.Long_Text == s.Long_Text && r.Bytes == s.Bytes && r.Char == s.Char));

            Assert.Equal(1, await rows.CountAsync(r => r.Bool == EF.Constant(s.Bool) && r.SByte == EF.Constant(s.SByte) && r.Byte == EF.Constant(s.Byte)
                && r.Short == EF.Constant(s.Short) && r.UShort == EF.Constant(s.UShort) && r.Int == EF.Constant(s.Int) && r.UInt == EF.Constant(s.UInt)));
            Assert.Equal(1, await rows.CountAsync(r => r.Long == EF.Constant(s.Long) && r.ULong == EF.Constant(s.ULong) && r.Enum == EF.Constant(s.Enum)));
            Assert.Equal(1, await rows.CountAsync(r => r.Decimal == EF.Constant(s.Decimal)));
            Assert.Equal(1, await rows.CountAsync(r => r.Double == EF.Constant(s.Double)));
            Assert.Equal(1, await rows.CountAsync(r => r.Float == EF.Constant(s.Float)));
            Assert.Equal(1, await rows.CountAsync(r => r.DateTime == EF.Constant(s.DateTime)));
            Assert.Equal(1, await rows.CountAsync(r => r.Offset == EF.Constant(s.Offset)));
            Assert.Equal(1, await rows.CountAsync(r => r.Date == EF.Constant(s.Date)));
            Assert.Equal(1, await rows.CountAsync(r => r.Time == EF.Constant(s.Time)));
            Assert.Equal(1, await rows.CountAsync(r => r.Span == EF.Constant(s.Span)));
            Assert.Equal(1, await rows.CountAsync(r => r.Guid == EF.Constant(s.Guid)));
            Assert.Equal(1, await rows.CountAsync(r => r.Text == EF.Constant(s.Text)));
            Assert.Equal(1, await rows.CountAsync(r => r.Bytes == EF.Constant(s.Bytes)));
            Assert.Equal(1, await rows.CountAsync(r => r.Char == EF.Constant(s.Char)));
        }
    }

    [Theory, MemberData(nameof(Cultures))]
    public async Task Values_projected_as_parameters_come_back(string culture)
    {
        using var _ = new Culture(culture);
        var s = Samples[0];
        var id = await database.Add(s);
        await using var context = database.Context();

        var back = await context.Set<Sample>().Where(r => r.Id == id)
            .Select(r => new { s.Date, s.Time, s.Decimal, s.ULong, r.Span, Max = r.Date > s.Date ? r.Date : s.Date, Or = r.Bool || s.Bool })
            .SingleAsync();

        Assert.Equal((s.Date, s.Time, s.Decimal, s.ULong, s.Span, s.Date, true), (back.Date, back.Time, back.Decimal, back.ULong, back.Span, back.Max, back.Or));
    }

    [Fact]
    public async Task A_null_of_each_type_is_stored_read_and_looked_for()
    {
        await using var context = database.Context();
        context.Add(new Nullables());
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();

        var none = new Nullables();
        var read = await context.Set<Nullables>().OrderBy(n => n.Id).FirstAsync(n => n.Bool == none.Bool && n.Int == none.Int && n.Decimal == none.Decimal
            && n.DateTime == none.DateTime && n.Date == none.Date && n.Time == none.Time && n.Guid == none.Guid && n.Text == none.Text && n.Bytes == none.Bytes);
        Assert.Equivalent(none.With(read.Id), read, strict: true);
        Assert.Empty(await context.Set<Nullables>().FromSql($"SELECT * FROM Nullables WHERE Text = {null}").ToListAsync());
    }

    [Fact]
    public async Task Hundred_nanosecond_digits_are_cut_alike_in_rows_parameters_and_literals()
    {
        var instant = new DateTime(2024, 5, 6, 7, 8, 9).AddTicks(1_234_569);
        var id = await database.Add(new Sample { DateTime = instant, Time = TimeOnly.FromDateTime(instant) });
        await using var context = database.Context();

        var read = await context.Set<Sample>().SingleAsync(s => s.Id == id && s.DateTime == instant && s.DateTime == EF.Constant(instant));
        Assert.Equal(instant.AddTicks(-9), read.DateTime);
        Assert.Equal(TimeOnly.FromDateTime(instant.AddTicks(-9)), read.Time);
    }

    [Theory]
    [InlineData(typeof(string), "varchar(30)", "varchar(30)")]
    [InlineData(typeof(string), "char(5)", "char(5)")]
    [InlineData(typeof(string), "mediumtext", "mediumtext")]
    [InlineData(typeof(decimal), "decimal(10,3)", "decimal(10,3)")]
    [InlineData(typeof(decimal), null, "decimal(65,30)")]
    [InlineData(typeof(DateTime), "datetime(3)", "datetime(3)")]
    [InlineData(typeof(DateTime), null, "datetime(6)")]
    [InlineData(typeof(long), "bigint unsigned", "bigint unsigned")]
    [InlineData(typeof(uint), "int(10) unsigned", "int(10) unsigned")]
    [InlineData(typeof(bool), null, "tinyint(1)")]
    [InlineData(typeof(DayOfWeek), null, "int")]
    [InlineData(typeof(Guid), null, "char(36)")]
    [InlineData(typeof(byte[]), "varbinary(16)", "varbinary(16)")]
    [InlineData(typeof(TimeOnly), null, "time(6)")]
    public void A_store_type_is_kept_as_the_model_states_it(Type clrType, string? stated, string expected)
    {
        using var context = database.Context();
        var source = context.GetService<IRelationalTypeMappingSource>();
        var mapping = stated is null ? source.FindMapping(clrType) : source.FindMapping(clrType, stated);

        Assert.Equal(expected, mapping?.StoreType);
    }

    [Theory]
    [InlineData("tinyint(1)", typeof(bool))]
    [InlineData("int(10) unsigned", typeof(uint))]
    [InlineData("bigint unsigned", typeof(ulong))]
    [InlineData("decimal(10,2)", typeof(decimal))]
    [InlineData("date", typeof(DateOnly))]
    [InlineData("longtext", typeof(string))]
    [InlineData("char(36)", typeof(Guid))]
    [InlineData("varbinary(8)", typeof(byte[]))]
    public void A_store_type_alone_names_its_natural_type(string storeType, Type expected)
    {
        using var context = database.Context();
        Assert.Equal(expected, context.GetService<IRelationalTypeMappingSource>().FindMapping(storeType)?.ClrType);
    }

    [Theory]
    [InlineData(400, "varchar(400)")]
    [InlineData(16384, "longtext")]
    public void Long_texts_become_longtext(int length, string expected)
    {
        using var context = database.Context();
        Assert.Equal(expected, context.GetService<IRelationalTypeMappingSource>().FindMapping(typeof(string), null, size: length)?.StoreType);
    }

    [Fact]
    public void What_the_server_cannot_hold_has_no_literal()
        => Assert.Throws<InvalidOperationException>(() => MySqlDoubleTypeMapping.Default.GenerateSqlLiteral(double.NaN));

#pragma warning disable CA1720 // The properties are named after the types they hold.
    public sealed class Sample
    {
        public int Id { get; set; }
        public bool Bool { get; set; }
        public sbyte SByte { get; set; }
        public byte Byte { get; set; }
        public short Short { get; set; }
        public ushort UShort { get; set; }
        public int Int { get; set; }
        public uint UInt { get; set; }
        public long Long { get; set; }
        public ulong ULong { get; set; }
        public decimal Decimal { get; set; }
        public double Double { get; set; }
        public float Float { get; set; }
        public DateTime DateTime { get; set; } = new(2000, 1, 1);
        public DateTimeOffset Offset { get; set; } = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        public DateOnly Date { get; set; } = new(2000, 1, 1);
        public TimeOnly Time { get; set; }
        public TimeSpan Span { get; set; }
        public Guid Guid { get; set; }
        public string Text { get; set; } = "";
        public string Long_Text { get; set; } = "";
        public byte[] Bytes { get; set; } = [];
        public DayOfWeek Enum { get; set; }
        public char Char { get; set; } = 'x';
        public List<int> List { get; set; } = [];
        public List<string> Words { get; set; } = [];

        /// <summary>What is expected to be read: the instant of an offset, in UTC.</summary>
        public Sample With(int id)
        {
            var copy = (Sample)MemberwiseClone();
            copy.Id = id;
            copy.Offset = Offset.ToUniversalTime();
            return copy;
        }
    }

    public sealed class Nullables
    {
        public int Id { get; set; }
        public bool? Bool { get; set; }
        public byte? Byte { get; set; }
        public int? Int { get; set; }
        public ulong? ULong { get; set; }
        public decimal? Decimal { get; set; }
        public double? Double { get; set; }
        public float? Float { get; set; }
        public DateTime? DateTime { get; set; }
        public DateTimeOffset? Offset { get; set; }
        public DateOnly? Date { get; set; }
        public TimeOnly? Time { get; set; }
        public TimeSpan? Span { get; set; }
        public Guid? Guid { get; set; }
        public string? Text { get; set; }
        public byte[]? Bytes { get; set; }
        public DayOfWeek? Enum { get; set; }

        public Nullables With(int id)
        {
            var copy = (Nullables)MemberwiseClone();
            copy.Id = id;
            return copy;
        }
    }

#pragma warning restore CA1720

    public sealed class Database : IAsyncLifetime
    {
        private string connectionString = "";

        public TypesContext Context() => new(new DbContextOptionsBuilder<TypesContext>().UseMySql(connectionString).Options);

        public async Task<int> Add(Sample sample)
        {
            var copy = sample.With(0);
            copy.Offset = sample.Offset;
            await using var context = Context();
            context.Add(copy);
            await context.SaveChangesAsync();
            return copy.Id;
        }

        public async Task InitializeAsync()
        {
            connectionString = await (await MariaDbServer.Shared).CreateDatabase();
            await using var context = Context();
            await context.Database.EnsureCreatedAsync();
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }

    public sealed class TypesContext(DbContextOptions<TypesContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Sample>(sample =>
            {
                sample.Property(s => s.Decimal).HasPrecision(10, 3);
                sample.Property(s => s.Text).HasMaxLength(100).UseCollation("utf8mb4_bin");
            });
            modelBuilder.Entity<Nullables>().Property(s => s.Decimal).HasPrecision(10, 3);
        }
    }
}
