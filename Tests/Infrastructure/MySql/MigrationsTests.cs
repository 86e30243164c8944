using System.Diagnostics;
using Massar.Infrastructure.MySql.Ado;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Massar.Tests.Infrastructure.MySql;

/// <summary>Migrations on a real server: every operation, up, down, as scripts and by several processes at once.</summary>
public sealed class MigrationsTests
{
    [Fact]
    public async Task Up_and_down_again()
    {
        await using var db = await Open();

        await db.Database.MigrateAsync();

        Assert.Equal(3, (await db.Database.GetAppliedMigrationsAsync()).Count());
        var table = await Text(db, "SHOW CREATE TABLE `Registrations`", column: 1);
        Assert.Contains("`Id` bigint(20) NOT NULL AUTO_INCREMENT", table, StringComparison.Ordinal);
        Assert.Contains("`Code` varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'none'", table, StringComparison.Ordinal);
        Assert.Contains("GENERATED ALWAYS AS (concat(`Code`,'-',`Id`)) VIRTUAL", table, StringComparison.Ordinal);
        Assert.Contains("`Created` datetime(6) NOT NULL DEFAULT current_timestamp(6) COMMENT 'first seen'", table, StringComparison.Ordinal);
        Assert.Contains("UNIQUE KEY `IX_Registrations_Code` (`Code`(10))", table, StringComparison.Ordinal);
        Assert.Contains("KEY `IX_Registrations_Total_Code` (`Total` DESC,`Code`)", table, StringComparison.Ordinal);
        Assert.Contains("FULLTEXT KEY `IX_Registrations_Note` (`Note`)", table, StringComparison.Ordinal);
        Assert.Contains("CONSTRAINT `CK_Total` CHECK (`Total` < 1000)", table, StringComparison.Ordinal);
        Assert.Contains("CONSTRAINT `FK_Registrations_Towns_TownId` FOREIGN KEY (`TownId`) REFERENCES `Towns` (`Id`) ON DELETE CASCADE", table, StringComparison.Ordinal);
        Assert.Contains("DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='who applied'", table, StringComparison.Ordinal);
        Assert.Equal("utf8mb4_unicode_ci", await Text(db, "SELECT @@collation_database"));
        Assert.Equal("Fès", await Text(db, "SELECT `Name` FROM `Towns` WHERE `Id` = 2"));
        Assert.Contains("PRIMARY KEY (`Id`,`Region`)", await Text(db, "SHOW CREATE TABLE `Quotas`", column: 1), StringComparison.Ordinal);
        Assert.Equal("4", await Text(db, "SELECT COUNT(*) FROM `Log`"));

        await db.GetService<IMigrator>().MigrateAsync(Migration.InitialDatabase);

        Assert.Empty(await db.Database.GetAppliedMigrationsAsync());
        Assert.Equal("2", await Text(db, "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"));
    }

    [Fact]
    public async Task Several_processes_apply_once()
    {
        var connectionString = await (await MariaDbServer.Shared).CreateDatabase();

        await Task.WhenAll(Enumerable.Range(1, 4).Select(_ => Task.Run(async () =>
        {
            await using var db = Open(connectionString, retry: true);
            await db.Database.MigrateAsync();
        })));

        await using var after = Open(connectionString);
        Assert.Equal(3, (await after.Database.GetAppliedMigrationsAsync()).Count());
        Assert.Equal("4", await Text(after, "SELECT COUNT(*) FROM `Log`"));
        Assert.Equal("1", await Text(after, "SELECT COUNT(*) FROM `__EFMigrationsLock` WHERE `Owner` IS NULL"));
    }

    [Fact]
    public async Task A_live_lock_holds_and_a_dead_one_gives_way()
    {
        await using var one = await Open();
        await using var other = Open(one.Database.GetConnectionString()!);
        await one.Database.OpenConnectionAsync();
        await using var held = await one.GetService<IHistoryRepository>().AcquireDatabaseLockAsync();
        await one.Database.ExecuteSqlRawAsync("CREATE TABLE `Anything` (`Id` int)");

        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(700));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other.GetService<IHistoryRepository>().AcquireDatabaseLockAsync(patience.Token));
        await one.Database.ExecuteSqlRawAsync("UPDATE `__EFMigrationsLock` SET `ExpiresAt` = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND");
        await using (await other.GetService<IHistoryRepository>().AcquireDatabaseLockAsync())
        {
            // The late owner's release must not take the lock from the new one.
            await held.DisposeAsync();
            Assert.Equal("0", await Text(one, "SELECT COUNT(*) FROM `__EFMigrationsLock` WHERE `Owner` IS NULL"));
        }

        Assert.Equal("1", await Text(one, "SELECT COUNT(*) FROM `__EFMigrationsLock` WHERE `Owner` IS NULL"));
    }

    [Fact]
    public async Task Idempotent_scripts_run_twice()
    {
        await using var db = await Open();
        var script = db.GetService<IMigrator>().GenerateScript(null, "20260102000000_Second", MigrationsSqlGenerationOptions.Idempotent);

        await RunInClient(db, script);
        await RunInClient(db, script);

        Assert.Equal(2, (await db.Database.GetAppliedMigrationsAsync()).Count());
        Assert.Equal("3", await Text(db, "SELECT COUNT(*) FROM `Log`"));
    }

    [Fact]
    public async Task An_idempotent_script_says_that_it_cannot_create_a_trigger()
    {
        await using var db = await Open();

        Assert.Throws<NotSupportedException>(() => db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent));
    }

    [Fact]
    public async Task Plain_scripts_run_in_the_client()
    {
        await using var db = await Open();

        await RunInClient(db, db.GetService<IMigrator>().GenerateScript());

        Assert.Equal("4", await Text(db, "SELECT COUNT(*) FROM `Log`"));
        Assert.Equal(3, (await db.Database.GetAppliedMigrationsAsync()).Count());
    }

    [Fact]
    public async Task The_whole_model_creates_what_it_says()
    {
        await using var db = await Open();

        var script = db.Database.GenerateCreateScript();

        Assert.Contains("CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci", script, StringComparison.Ordinal);
        Assert.Contains("`Id` int NOT NULL AUTO_INCREMENT", script, StringComparison.Ordinal);
        Assert.DoesNotContain("`Code` int NOT NULL AUTO_INCREMENT", script, StringComparison.Ordinal);
        Assert.Contains("CREATE FULLTEXT INDEX", script, StringComparison.Ordinal);
        Assert.Contains("(`Name`(12))", script, StringComparison.Ordinal);
        Assert.All(
            db.GetService<IDesignTimeModel>().Model.GetEntityTypes().SelectMany(e => e.GetForeignKeys()),
            key => Assert.InRange(key.GetConstraintName()!.Length, 1, 64));
        await RunInClient(db, script);
    }

    [Fact]
    public async Task A_model_differs_from_itself_in_nothing()
    {
        await using var db = await Open();
        var model = db.GetService<IDesignTimeModel>().Model.GetRelationalModel();

        Assert.Empty(db.GetService<IMigrationsModelDiffer>().GetDifferences(model, model));
    }

    [Fact]
    public async Task What_the_server_does_not_know_is_refused()
    {
        await using var db = await Open();
        var generator = db.GetService<IMigrationsSqlGenerator>();

        Assert.Throws<NotSupportedException>(() => generator.Generate([new CreateIndexOperation { Name = "x", Table = "t", Columns = ["c"], Filter = "c > 1" }]));
        Assert.Throws<NotSupportedException>(() => generator.Generate([new CreateSequenceOperation { Name = "s", ClrType = typeof(long) }]));
        Assert.Empty(generator.Generate([new EnsureSchemaOperation { Name = "dbo" }]));
    }

    [Fact]
    public async Task Check_constraints_are_dropped_in_each_servers_words()
    {
        var connectionString = await (await MariaDbServer.Shared).CreateDatabase();
        string Sql(ServerVersion version)
        {
            using var db = Open(connectionString, version: version);
            return Assert.Single(db.GetService<IMigrationsSqlGenerator>().Generate([new DropCheckConstraintOperation { Name = "c", Table = "t" }])).CommandText;
        }

        Assert.Contains("DROP CONSTRAINT `c`", Sql(new MariaDbServerVersion(new Version(10, 11))), StringComparison.Ordinal);
        Assert.Contains("DROP CHECK `c`", Sql(new MySqlServerVersion(new Version(8, 0, 36))), StringComparison.Ordinal);
    }

    private static async Task<MigrationsContext> Open() => Open(await (await MariaDbServer.Shared).CreateDatabase());

    private static MigrationsContext Open(string connectionString, bool retry = false, ServerVersion? version = null)
        => new(new DbContextOptionsBuilder<MigrationsContext>()
            .UseMySql(
                connectionString,
                version ?? ServerVersion.AutoDetect(connectionString),
                options => { if (retry) options.EnableRetryOnFailure(); })
            .ConfigureWarnings(warnings => warnings.Ignore(Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.PendingModelChangesWarning))
            .Options);

    private static async Task<string> Text(DbContext db, string sql, int column = 0)
    {
        await using var connection = new MySqlDbConnection(db.Database.GetConnectionString()!);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return Convert.ToString(reader.GetValue(column), System.Globalization.CultureInfo.InvariantCulture)!;
    }

    /// <summary>DELIMITER is a word of the command-line client: scripts are for it.</summary>
    private static async Task RunInClient(DbContext db, string script)
    {
        var server = await MariaDbServer.Shared;
        var start = new ProcessStartInfo("mariadb")
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--no-defaults", $"--socket={server.Socket}", "--user=root", "--default-character-set=utf8mb4",
                MySqlConnectionSettings.DatabaseOf(db.Database.GetConnectionString()!),
            },
        };
        using var client = Process.Start(start)!;
        var errors = client.StandardError.ReadToEndAsync();
        await client.StandardInput.WriteAsync(script);
        client.StandardInput.Close();
        await client.WaitForExitAsync();

        Assert.True(client.ExitCode == 0, $"{await errors}\n{script}");
    }
}

public sealed class MigrationsContext(DbContextOptions<MigrationsContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasCharSet("utf8mb4").UseCollation("utf8mb4_unicode_ci");
        modelBuilder.Entity<Town>(town =>
        {
            town.Property(t => t.Name).HasMaxLength(80);
            town.Property(t => t.About).HasMaxLength(2000);
            town.HasIndex(t => t.Name).HasPrefixLength(12);
            town.HasIndex(t => t.About).IsFullText();
        });
        modelBuilder.Entity<Region>().Property(r => r.Code).ValueGeneratedNever();
        modelBuilder.Entity<Region>().HasKey(r => r.Code);
        modelBuilder.Entity<AVeryLongNameOfAnEntityThatPointsToAnotherOneThroughAForeignKey>();
    }

    public sealed class Town
    {
        public int Id { get; set; }

        public required string Name { get; set; }

        public string? About { get; set; }

        public required Region Region { get; set; }
    }

    public sealed class Region
    {
        public int Code { get; set; }
    }

    public sealed class AVeryLongNameOfAnEntityThatPointsToAnotherOneThroughAForeignKey
    {
        public long Id { get; set; }

        public required Town TheTownThatThisEntityIsPointingToThroughItsForeignKey { get; set; }
    }
}

/// <summary>Operations on rows read the column types from the model as it was.</summary>
public abstract class TownsMigration : Migration
{
    protected override void BuildTargetModel(ModelBuilder modelBuilder)
        => modelBuilder.Entity("Town", town =>
        {
            town.Property<int>("Id").ValueGeneratedOnAdd().HasColumnType("int");
            town.Property<string>("Name").HasColumnType("varchar(80)");
            town.HasKey("Id");
            town.ToTable("Towns");
        });
}

/// <summary>The first tables, with the operations of a new schema.</summary>
[DbContext(typeof(MigrationsContext)), Migration("20260101000000_First")]
public sealed class FirstMigration : TownsMigration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AlterDatabase(collation: "utf8mb4_unicode_ci").Annotation("MySql:CharSet", "utf8mb4");
        migrationBuilder.EnsureSchema("dbo");
        migrationBuilder.CreateTable(
            "Towns",
            table => new
            {
                Id = table.Column<int>("int", nullable: false).Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                Name = table.Column<string>("varchar(80)", maxLength: 80, nullable: false),
                Kind = table.Column<int>("int", nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Towns", x => x.Id);
                table.UniqueConstraint("AK_Towns_Name", x => x.Name);
            }).Annotation("MySql:CharSet", "utf8mb4").Annotation("Relational:Collation", "utf8mb4_unicode_ci");
        migrationBuilder.InsertData("Towns", ["Id", "Name"], new object[,] { { 1, "سلا" }, { 2, "Fez" }, { 3, "l'Ourika" } });
        migrationBuilder.UpdateData("Towns", "Id", 2, "Name", "Fès");
        migrationBuilder.DeleteData("Towns", "Id", 3);
        migrationBuilder.CreateTable(
            "Applicants",
            table => new
            {
                Id = table.Column<long>("bigint", nullable: false).Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                TownId = table.Column<int>("int", nullable: false),
                Code = table.Column<string>("varchar(20)", nullable: true),
                Sum = table.Column<decimal>("decimal(10,3)", nullable: false, defaultValue: 1.5m),
                Note = table.Column<string>("longtext", nullable: false, defaultValue: "it's"),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Applicants", x => x.Id);
                table.ForeignKey("FK_Applicants_Towns_TownId", x => x.TownId, "Towns", "Id", onDelete: ReferentialAction.Cascade);
                table.CheckConstraint("CK_Sum", "`Sum` < 500");
            },
            comment: "who applied");
        migrationBuilder.CreateIndex("IX_Applicants_TownId", "Applicants", "TownId");
        migrationBuilder.CreateTable("Log", table => new { Text = table.Column<string>("varchar(100)", nullable: true) });
        migrationBuilder.CreateTable(
            "Quotas",
            table => new
            {
                Code = table.Column<int>("int", nullable: false),
                Region = table.Column<int>("int", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Quotas", x => x.Code));
        migrationBuilder.Sql("INSERT INTO `Log` VALUES ('first; with a semicolon'), ('a\nsecond');");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in (string[])["Quotas", "Log", "Applicants", "Towns"]) migrationBuilder.DropTable(table);
    }
}

/// <summary>What happens to tables that live.</summary>
[DbContext(typeof(MigrationsContext)), Migration("20260102000000_Second")]
public sealed class SecondMigration : TownsMigration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropForeignKey("FK_Applicants_Towns_TownId", "Applicants");
        migrationBuilder.DropUniqueConstraint("AK_Towns_Name", "Towns");
        migrationBuilder.DropCheckConstraint("CK_Sum", "Applicants");
        migrationBuilder.RenameTable("Applicants", newName: "Registrations");
        migrationBuilder.RenameColumn("Sum", "Registrations", "Total");
        migrationBuilder.RenameIndex("IX_Applicants_TownId", "IX_Registrations_TownId", "Registrations");
        migrationBuilder.Sql("INSERT INTO `Registrations` (`TownId`, `Code`) VALUES (1, NULL)");
        migrationBuilder.AlterColumn<string>(
            "Code", "Registrations", "varchar(20)", nullable: false, defaultValue: "none", collation: "ascii_bin",
            oldClrType: typeof(string), oldType: "varchar(20)", oldNullable: true).Annotation("MySql:CharSet", "ascii");
        migrationBuilder.AddColumn<DateTime>("Created", "Registrations", "datetime(6)", nullable: false, defaultValueSql: "CURRENT_TIMESTAMP(6)", comment: "first seen");
        migrationBuilder.AddColumn<string>("Label", "Registrations", "varchar(60)", nullable: true, computedColumnSql: "concat(`Code`,'-',`Id`)", stored: false);
        migrationBuilder.AddColumn<int>("Half", "Registrations", "int", nullable: true, computedColumnSql: "`TownId` div 2", stored: true);
        migrationBuilder.CreateIndex("IX_Registrations_Code", "Registrations", "Code", unique: true).Annotation("MySql:IndexPrefixLength", new[] { 10 });
        migrationBuilder.CreateIndex("IX_Registrations_Total_Code", "Registrations", ["Total", "Code"], descending: [true, false]);
        migrationBuilder.CreateIndex("IX_Registrations_Note", "Registrations", "Note").Annotation("MySql:FullTextIndex", true);
        migrationBuilder.AddCheckConstraint("CK_Total", "Registrations", "`Total` < 1000");
        migrationBuilder.AddForeignKey("FK_Registrations_Towns_TownId", "Registrations", "TownId", "Towns", principalColumn: "Id", onDelete: ReferentialAction.Cascade);

        // Replacing the index a foreign key lives on: the new one must come before the old one goes.
        migrationBuilder.DropIndex("IX_Registrations_TownId", "Registrations");
        migrationBuilder.CreateIndex("IX_Registrations_TownId_Total", "Registrations", ["TownId", "Total"]);

        // Another primary key, with an identity column in it.
        migrationBuilder.DropPrimaryKey("PK_Quotas", "Quotas");
        migrationBuilder.DropColumn("Code", "Quotas");
        migrationBuilder.AddColumn<int>("Id", "Quotas", "int", nullable: false)
            .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn);
        migrationBuilder.AddPrimaryKey("PK_Quotas", "Quotas", ["Id", "Region"]);
        migrationBuilder.Sql("INSERT INTO `Log` VALUES ('third')");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropPrimaryKey("PK_Quotas", "Quotas");
        migrationBuilder.DropColumn("Id", "Quotas");
        migrationBuilder.AddColumn<int>("Code", "Quotas", "int", nullable: false);
        migrationBuilder.AddPrimaryKey("PK_Quotas", "Quotas", "Code");

        migrationBuilder.DropIndex("IX_Registrations_TownId_Total", "Registrations");
        migrationBuilder.CreateIndex("IX_Registrations_TownId", "Registrations", "TownId");
        migrationBuilder.DropForeignKey("FK_Registrations_Towns_TownId", "Registrations");
        migrationBuilder.DropCheckConstraint("CK_Total", "Registrations");
        foreach (var index in (string[])["IX_Registrations_Note", "IX_Registrations_Total_Code", "IX_Registrations_Code"]) migrationBuilder.DropIndex(index, "Registrations");
        foreach (var column in (string[])["Half", "Label", "Created"]) migrationBuilder.DropColumn(column, "Registrations");
        migrationBuilder.AlterColumn<string>(
            "Code", "Registrations", "varchar(20)", nullable: true, oldClrType: typeof(string), oldType: "varchar(20)", oldCollation: "ascii_bin");
        migrationBuilder.RenameIndex("IX_Registrations_TownId", "IX_Applicants_TownId", "Registrations");
        migrationBuilder.RenameColumn("Total", "Registrations", "Sum");
        migrationBuilder.RenameTable("Registrations", newName: "Applicants");
        migrationBuilder.AddCheckConstraint("CK_Sum", "Applicants", "`Sum` < 500");
        migrationBuilder.AddUniqueConstraint("AK_Towns_Name", "Towns", "Name");
        migrationBuilder.AddForeignKey("FK_Applicants_Towns_TownId", "Applicants", "TownId", "Towns", principalColumn: "Id", onDelete: ReferentialAction.Cascade);
    }
}

/// <summary>A trigger, and a row that fires it.</summary>
[DbContext(typeof(MigrationsContext)), Migration("20260103000000_Third")]
public sealed class ThirdMigration : TownsMigration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AlterTable("Registrations", comment: "who applied", oldComment: "who applied")
            .Annotation("MySql:CharSet", "utf8mb4").Annotation("Relational:Collation", "utf8mb4_unicode_ci");

        migrationBuilder.Sql("CREATE TRIGGER `TownsLog` AFTER INSERT ON `Towns` FOR EACH ROW BEGIN DECLARE unused int; INSERT INTO `Log` VALUES (NEW.`Name`); END");
        migrationBuilder.InsertData("Towns", ["Id", "Name"], [9, "أكادير"]);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DeleteData("Towns", "Id", 9);
        migrationBuilder.Sql("DROP TRIGGER `TownsLog`");
    }
}
